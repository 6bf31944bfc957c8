using System.Collections.Concurrent;
using System.Text.Json;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Tests.Processes;

/// <summary>A client as users write them: it remembers what was acknowledged, and repeats what was not.</summary>
internal sealed class PipelineClient(IReadOnlyList<Document> documents)
{
    public const string Name = "corpus";
    public const string Session = "run";
    private const int BatchDocuments = 20;

    private readonly ConcurrentDictionary<string, string?> _acknowledged = []; // text hash; null for one that was deleted

    private static DateTime Deadline => TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(5);

    /// <summary>Documents made of a few words, every one different.</summary>
    public static IReadOnlyList<Document> Documents(int count, int seed = 1)
    {
        string[] words =
        [
            "gets",
            "sets",
            "the",
            "value",
            "that",
            "indicates",
            "whether",
            "a",
            "stream",
            "supports",
            "reading",
            "of",
            "bytes",
            "returns",
            "null",
            "if",
            "key",
            "is",
            "missing",
        ];
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Document
                {
                    Id = $"document-{seed}-{i}",
                    Text =
                        $"{i}: {string.Join(' ', Enumerable.Range(0, random.Next(5, 60)).Select(_ => words[random.Next(words.Length)]))}.",
                    Metadata = { ["source"] = "test" },
                }),
        ];
    }

    public static async Task CreateCorpusAsync(GrpcChannel channel, uint shards = 4, uint groups = 2)
    {
        try
        {
            await new Corpora.CorporaClient(channel).CreateAsync(
                new CreateCorpusRequest
                {
                    Name = Name,
                    Shards = shards,
                    Groups = groups,
                }
            );
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            // A server before this one made it.
        }
    }

    /// <summary>Sends every document and remembers each acknowledgement as it comes; a server that dies throws.</summary>
    public Task IngestAsync(GrpcChannel channel) => IngestAsync(channel, documents);

    /// <summary>Sends some documents.</summary>
    public async Task IngestAsync(GrpcChannel channel, IEnumerable<Document> part)
    {
        using var call = new V1.Ingest.IngestClient(channel).Append();
        var reading = ReadAsync(call.ResponseStream);
        var batch = 0ul;
        foreach (var chunk in part.Chunk(BatchDocuments))
            await call.RequestStream.WriteAsync(
                new AppendRequest
                {
                    Corpus = Name,
                    Batch = ++batch,
                    Documents = { chunk },
                }
            );
        await call.RequestStream.CompleteAsync();
        await reading;
    }

    /// <summary>Deletes documents and remembers what was acknowledged.</summary>
    public async Task DeleteAsync(GrpcChannel channel, IReadOnlyCollection<Document> part)
    {
        foreach (var chunk in part.Chunk(BatchDocuments))
        {
            var answer = await new V1.Ingest.IngestClient(channel).DeleteAsync(
                new DeleteDocumentsRequest { Corpus = Name, Ids = { chunk.Select(document => document.Id) } }
            );
            foreach (var document in answer.Documents)
                _acknowledged[document.Id] = null;
        }
    }

    public static Task CreateSessionAsync(GrpcChannel channel, ulong steps, CurriculumSpec? curriculum = null) =>
        CreateSessionAsync(channel, Session, steps, curriculum);

    public static async Task CreateSessionAsync(
        GrpcChannel channel,
        string session,
        ulong steps,
        CurriculumSpec? curriculum = null
    )
    {
        try
        {
            await new V1.Sessions.SessionsClient(channel).CreateAsync(
                new CreateSessionRequest
                {
                    Name = session,
                    Corpus = Name,
                    TotalSteps = steps,
                    Batch = 4,
                    Time = 32,
                    Seed = 7,
                    Curriculum = curriculum ?? new CurriculumSpec { Bins = 4, Schedule = "sequential" },
                }
            );
        }
        catch (RpcException exception) when (exception.StatusCode == StatusCode.AlreadyExists)
        {
            // A server before this one made it.
        }
    }

    public static Task<TrainingStatus> TrainAsync(GrpcChannel channel) => TrainAsync(channel, Session);

    public static Task<TrainingStatus> TrainAsync(GrpcChannel channel, string session) =>
        new Training.TrainingClient(channel)
            .StartAsync(
                new StartTrainingRequest
                {
                    Session = session,
                    CheckpointSteps = 5,
                    Model = new TrainedModel
                    {
                        Layers = 1,
                        Heads = 2,
                        Hidden = 16,
                    },
                }
            )
            .ResponseAsync;

    /// <summary>Starts training, or goes on with it, and waits until it ends or stops.</summary>
    public static async Task<TrainingStatus> TrainAndWaitAsync(GrpcChannel channel)
    {
        await TrainAsync(channel);
        return await TrainedAsync(channel);
    }

    /// <summary>Waits until everything accepted is indexed.</summary>
    public static async Task<Corpus> ScoredAsync(GrpcChannel channel)
    {
        Corpus? last = null;
        using var watch = new Corpora.CorporaClient(channel).Watch(
            new GetCorpusRequest { Name = Name },
            deadline: Deadline
        );
        await foreach (var corpus in watch.ResponseStream.ReadAllAsync())
            last = corpus;
        return last!;
    }

    /// <summary>Waits until the run ended.</summary>
    public static Task<TrainingStatus> TrainedAsync(GrpcChannel channel) => TrainedAsync(channel, Session);

    public static async Task<TrainingStatus> TrainedAsync(GrpcChannel channel, string session)
    {
        TrainingStatus? last = null;
        using var watch = new Training.TrainingClient(channel).Watch(
            new GetSessionRequest { Session = session },
            deadline: Deadline
        );
        await foreach (var status in watch.ResponseStream.ReadAllAsync())
            last = status;
        return last!;
    }

    /// <summary>Writes what was acknowledged, as <c>flux verify --expect</c> reads it.</summary>
    public void WriteAcknowledged(string path) =>
        File.WriteAllLines(
            path,
            _acknowledged.Select(pair =>
                pair.Value is { } hash
                    ? JsonSerializer.Serialize(
                        new
                        {
                            corpus = Name,
                            id = pair.Key,
                            textHash = hash,
                        }
                    )
                    : JsonSerializer.Serialize(
                        new
                        {
                            corpus = Name,
                            id = pair.Key,
                            deleted = true,
                        }
                    )
            )
        );

    private async Task ReadAsync(IAsyncStreamReader<AppendResponse> answers)
    {
        await foreach (var answer in answers.ReadAllAsync())
        {
            foreach (var outcome in answer.Outcomes)
            {
                Assert.NotEqual(DocumentOutcome.Types.Status.Quarantined, outcome.Status);
                if (!_acknowledged.TryAdd(outcome.Id, outcome.TextHash))
                    Assert.Equal(DocumentOutcome.Types.Status.Present, outcome.Status); // else it was lost, and is new again
            }
        }
    }
}
