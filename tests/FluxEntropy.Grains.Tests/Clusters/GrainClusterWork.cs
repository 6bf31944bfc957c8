using FluxEntropy.Curricula;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Clusters;

/// <summary>What most tests begin with: a corpus, documents in it, their scores, a session on it.</summary>
internal static class GrainClusterWork
{
    private const int Attempts = 3000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private static ulong _seeds;

    /// <summary>Makes a corpus of one shard, which the simulated device can score.</summary>
    public static async Task<CorpusSettings> CreateCorpusAsync(this GrainCluster cluster, string? name = null)
    {
        var id = DataLayout.NewId();
        var corpus = new CorpusSettings
        {
            Id = id,
            Name = name ?? $"corpus-{id}",
            Shards = 1,
            Groups = 1,
            Created = DateTimeOffset.UnixEpoch,
        };
        Assert.True(await cluster.Catalog.CreateAsync(corpus, GrainCluster.Profile));
        return corpus;
    }

    public static IDocumentGrain Documents(this GrainCluster cluster, CorpusSettings corpus) =>
        cluster.Grains.Shard(new ShardKey(corpus.Id, 0));

    public static IBinAggregatorGrain Aggregator(this GrainCluster cluster, CorpusSettings corpus) =>
        cluster.Grains.Aggregator(new AggregatorKey(corpus.Id, GrainCluster.Profile, 0));

    /// <summary>A document of some tokens; the same number makes the same one.</summary>
    public static IncomingDocument Document(int number, string? text = null) =>
        new(
            $"document-{number}",
            text ?? $"{number}: {new string('a', 40 + number % 60)}",
            new Dictionary<string, string>()
        );

    /// <summary>Appends documents and cuts them into a segment.</summary>
    public static async Task AppendAsync(this GrainCluster cluster, CorpusSettings corpus, int count, int from = 0)
    {
        var outcomes = await cluster
            .Documents(corpus)
            .Append([.. Enumerable.Range(from, count).Select(number => Document(number))]);
        Assert.All(outcomes, outcome => Assert.Equal(AppendStatus.Accepted, outcome.Status));
        await cluster.Documents(corpus).Cut();
    }

    /// <summary>Lets the device score, and waits until an aggregator has read what there is.</summary>
    public static async Task ScoreAsync(this GrainCluster cluster, CorpusSettings corpus)
    {
        await cluster.Device.Start();
        var documents = (await cluster.Documents(corpus).Counts()).CutRows;
        await UntilAsync(async () => (await cluster.Aggregator(corpus).Status()).Indexed == documents);
    }

    /// <summary>A corpus of scored documents.</summary>
    public static async Task<CorpusSettings> ScoredCorpusAsync(this GrainCluster cluster, int documents)
    {
        var corpus = await cluster.CreateCorpusAsync();
        await cluster.AppendAsync(corpus, documents);
        await cluster.ScoreAsync(corpus);
        return corpus;
    }

    /// <summary>Makes a session of two rows of 16 tokens a step, with a seed that no other one has.</summary>
    public static async Task<SessionSettings> CreateSessionAsync(
        this GrainCluster cluster,
        CorpusSettings corpus,
        long steps,
        string curriculum = "sequential"
    )
    {
        var settings = new SessionSettings
        {
            Id = DataLayout.NewId(),
            Name = $"session-{corpus.Id}",
            CorpusId = corpus.Id,
            ProfileHash = GrainCluster.Profile,
            TokenSet = SimulatedModel.Profile.TokenSet,
            Metric = "entropy.mean",
            Batch = 2,
            Time = 16,
            Seed = Interlocked.Increment(ref _seeds),
            TotalSteps = steps,
            Created = DateTimeOffset.UnixEpoch,
        };
        await cluster.Catalog.KeepAsync(settings);
        await cluster.Grains.Session(settings.Id).Create(CurriculumJson.ReadAny(curriculum));
        Assert.True(await cluster.Catalog.NameAsync(settings));
        return settings;
    }

    /// <summary>Waits until something is so: most of what grains do for each other comes by messages that nobody waits for.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var attempt = 0; !await isSo(); attempt++)
        {
            Assert.True(attempt < Attempts, "it never became so");
            await Task.Delay(Pause);
        }
    }
}
