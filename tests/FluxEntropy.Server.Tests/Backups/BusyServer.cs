using FluxEntropy.V1;
using Grpc.Net.Client;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary>
/// Keeps a server busy with everything that writes: documents come and are scored, others are deleted, a session
/// trains and is retuned again and again.
/// </summary>
internal sealed class BusyServer(GrpcChannel channel, PipelineClient kept, IReadOnlyList<Document> documents)
{
    private const ulong EndlessSteps = 1_000_000;
    private const int Chunk = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Schedules = ["uniform", "reverse", "sequential", "manual(2, 1, 1)"];

    /// <summary>Begins: returns once a step was trained; the work ends with the token.</summary>
    public async Task<Task> StartAsync(CancellationToken stop)
    {
        await PipelineClient.CreateCorpusAsync(channel);
        await kept.IngestAsync(channel, documents.Take(Chunk * 2));
        await PipelineClient.CreateSessionAsync(channel, EndlessSteps);
        await PipelineClient.TrainAsync(channel);
        var training = new Training.TrainingClient(channel);
        var session = new GetSessionRequest { Session = PipelineClient.Session };
        while ((await training.StatusAsync(session, cancellationToken: CancellationToken.None)).Step == 0)
            await Task.Delay(Pause, CancellationToken.None);
        return Task.WhenAll(IngestAsync(stop), DeleteAsync(stop), RetuneAsync(stop));
    }

    private async Task IngestAsync(CancellationToken stop)
    {
        foreach (var chunk in documents.Skip(Chunk * 2).Chunk(Chunk).TakeWhile(_ => !stop.IsCancellationRequested))
        {
            await kept.IngestAsync(channel, chunk);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    // Documents that nobody expects: one may go between the moment that an expectation was written and the backup.
    private async Task DeleteAsync(CancellationToken stop)
    {
        for (var seed = 100; !stop.IsCancellationRequested; seed++)
        {
            var passing = PipelineClient.Documents(10, seed);
            var client = new PipelineClient(passing);
            await client.IngestAsync(channel);
            await Task.Delay(Pause, CancellationToken.None);
            await client.DeleteAsync(channel, [.. passing.Take(5)]);
        }
    }

    private async Task RetuneAsync(CancellationToken stop)
    {
        var curriculum = new Curriculum.CurriculumClient(channel);
        for (var version = 1; !stop.IsCancellationRequested; version++)
        {
            await curriculum.UpdateAsync(
                new UpdateCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    ExpectedVersion = (ulong)version,
                    Curriculum = new CurriculumSpec { Bins = 3, Schedule = Schedules[version % Schedules.Length] },
                },
                cancellationToken: CancellationToken.None
            );
            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}
