using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>A training run without an end, from the moment that enough documents are ranked.</summary>
internal sealed class SoakTraining(FluxClient client, RetriedCalls calls)
{
    private const string Session = "soak";
    private const int EnoughDocuments = 1000;
    private const ulong EndlessSteps = 1_000_000;

    private static readonly GetSessionRequest Run = new() { Session = Session };

    private static readonly CreateSessionRequest Request = new()
    {
        Name = Session,
        Corpus = SoakLoad.Corpus,
        TotalSteps = EndlessSteps,
        Batch = 8,
        Time = 128,
        Seed = 1,
        Curriculum = new CurriculumSpec { Bins = 4, Schedule = "sequential" },
    };

    /// <summary>Steps of the training run when it was last asked.</summary>
    public ulong Steps { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await calls.UntilDoneAsync(deadline => RankedAsync(deadline, cancellationToken), cancellationToken);
        await calls.UntilDoneAsync(deadline => CreateAsync(deadline, cancellationToken), cancellationToken);
        await calls.UntilDoneAsync(
            deadline => client.Training.StartAsync(new() { Session = Session }, null, deadline, cancellationToken),
            cancellationToken
        );
        while (!cancellationToken.IsCancellationRequested)
        {
            var status = await calls.UntilDoneAsync(
                deadline => client.Training.StatusAsync(Run, null, deadline, cancellationToken),
                cancellationToken
            );
            Steps = status.Step;
            await Task.Delay(RetriedCalls.Pause, cancellationToken);
        }
    }

    /// <summary>Ends the training run.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var status = await calls.UntilDoneAsync(
            deadline => client.Training.StopAsync(Run, null, deadline, cancellationToken),
            cancellationToken
        );
        Steps = status.Step;
    }

    private async Task<Corpus> RankedAsync(DateTime deadline, CancellationToken cancellationToken)
    {
        var corpus = await client.Corpora.GetAsync(
            new GetCorpusRequest { Name = SoakLoad.Corpus },
            deadline: deadline,
            cancellationToken: cancellationToken
        );
        return corpus.Ranked >= EnoughDocuments
            ? corpus
            : throw new RpcException(new Status(StatusCode.Unavailable, "too few documents are ranked yet"));
    }

    private async Task<Session> CreateAsync(DateTime deadline, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Sessions.CreateAsync(Request, null, deadline, cancellationToken);
        }
        catch (RpcException exists) when (exists.StatusCode == StatusCode.AlreadyExists)
        {
            return await client.Sessions.GetAsync(Run, null, deadline, cancellationToken);
        }
    }
}
