using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>Writes to a server what golden folders are made of, and remembers what was acknowledged.</summary>
internal sealed class GoldenClient(GrpcChannel channel, AcknowledgedTexts acknowledged)
{
    private const int Credits = 1;
    private const uint Rows = 2;
    private const uint TokensOfRow = 16;

    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(5);

    public Task CreateCorpusAsync(string name, uint shards, double heldOut = 0) =>
        new Corpora.CorporaClient(channel)
            .CreateAsync(
                new CreateCorpusRequest
                {
                    Name = name,
                    Shards = shards,
                    HeldOutFraction = heldOut,
                }
            )
            .ResponseAsync;

    /// <summary>Sends documents; one whose id is there already replaces its text when asked to, else it is set aside.</summary>
    public async Task IngestAsync(
        string corpus,
        IReadOnlyList<Document> documents,
        bool replace = false,
        params RejectedRecord[] rejected
    )
    {
        if (replace)
        {
            foreach (var document in documents)
                document.Replaces = acknowledged.TextHash(corpus, document.Id);
        }
        using var call = new V1.Ingest.IngestClient(channel).Append(deadline: Deadline);
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = corpus,
                Batch = 1,
                Documents = { documents },
                Rejected = { rejected },
            }
        );
        await call.RequestStream.CompleteAsync();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            foreach (var outcome in answer.Outcomes)
            {
                if (outcome.Status != DocumentOutcome.Types.Status.Quarantined)
                    acknowledged.Add(corpus, outcome.Id, outcome.TextHash);
            }
        }
    }

    public async Task DeleteAsync(string corpus, params string[] ids)
    {
        var answer = await new V1.Ingest.IngestClient(channel).DeleteAsync(
            new DeleteDocumentsRequest { Corpus = corpus, Ids = { ids } }
        );
        foreach (var document in answer.Documents)
            acknowledged.Deleted(corpus, document.Id);
    }

    public async Task DeleteCorpusAsync(string name)
    {
        await new Corpora.CorporaClient(channel).DeleteAsync(new DeleteCorpusRequest { Name = name });
        acknowledged.Forget(name);
    }

    /// <summary>Waits until a corpus is scored under every profile, and returns it.</summary>
    public async Task<Corpus> ScoredAsync(string corpus)
    {
        Corpus? last = null;
        using var watch = new Corpora.CorporaClient(channel).Watch(
            new GetCorpusRequest { Name = corpus },
            deadline: Deadline
        );
        await foreach (var state in watch.ResponseStream.ReadAllAsync())
            last = state;
        var profiles = new Profiles.ProfilesClient(channel);
        while (
            (await profiles.ListAsync(new ListProfilesRequest { Corpus = corpus }, deadline: Deadline)).Profiles.Any(
                profile => profile.Pending > 0
            )
        )
            await Task.Delay(50);
        return last!;
    }

    public Task CreateSessionAsync(
        string name,
        string corpus,
        ulong steps,
        string schedule,
        CurriculumSpec.Types.Dry dry = CurriculumSpec.Types.Dry.Repeat
    ) =>
        new V1.Sessions.SessionsClient(channel)
            .CreateAsync(
                new CreateSessionRequest
                {
                    Name = name,
                    Corpus = corpus,
                    TotalSteps = steps,
                    Batch = Rows,
                    Time = TokensOfRow,
                    Seed = 5,
                    Curriculum = new CurriculumSpec
                    {
                        Bins = 3,
                        Schedule = schedule,
                        Dry = dry,
                    },
                }
            )
            .ResponseAsync;

    /// <summary>Trains the smallest model there is, or goes on with it.</summary>
    public Task<TrainingStatus> TrainAsync(string session, uint checkpoints) =>
        new Training.TrainingClient(channel)
            .StartAsync(
                new StartTrainingRequest
                {
                    Session = session,
                    CheckpointSteps = checkpoints,
                    ValidationRows = 4,
                    Model = new TrainedModel
                    {
                        Layers = 1,
                        Heads = 1,
                        Hidden = 4,
                    },
                }
            )
            .ResponseAsync;

    /// <summary>Follows a run until it ends, or was trained so many steps.</summary>
    public async Task<TrainingStatus> TrainedAsync(string session, ulong steps = ulong.MaxValue)
    {
        using var watch = new Training.TrainingClient(channel).Watch(
            new GetSessionRequest { Session = session },
            deadline: Deadline
        );
        var last = new TrainingStatus();
        while (last.Step < steps && await watch.ResponseStream.MoveNext(CancellationToken.None))
            last = watch.ResponseStream.Current;
        return last;
    }

    /// <summary>Takes steps as a trainer outside, reports a loss for each, and leaves.</summary>
    /// <param name="session">Name of the session.</param>
    /// <param name="run">Name of the run that it joins or begins.</param>
    /// <param name="from">First step.</param>
    /// <param name="count">Steps to take.</param>
    /// <param name="replan">Whether what the log has of these steps is planned anew.</param>
    /// <returns>Version and token hash by step.</returns>
    public async Task<SortedDictionary<ulong, string>> ConsumeAsync(
        string session,
        string run,
        ulong from,
        ulong count,
        bool replan = false
    )
    {
        var taken = new SortedDictionary<ulong, string>();
        using var consumer = new Consumer(channel, run, Credits, session);
        await foreach (var batch in consumer.BatchesAsync(from, replan))
        {
            taken.Add(batch.Step, $"version {batch.CurriculumVersion}, tokens {batch.TokenHash:x16}");
            await consumer.ReportAsync(batch, loss: 3, bin => 3 - (0.25 * bin));
            if (batch.Step + 1 == from + count)
                break;
        }
        await consumer.EndAsync();
        return taken;
    }
}
