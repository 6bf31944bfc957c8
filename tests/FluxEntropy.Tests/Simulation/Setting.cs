using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Simulation;

/// <summary>The small corpus and the one session that every run is about.</summary>
internal static class Setting
{
    public const int Shards = 2;
    public const int Groups = 2;
    public const int Documents = 40;
    public const string Profile = "profile";
    public const string TokenSet = "tokens";
    public const string Metric = "entropy.mean";
    public const string Leases = "leases";
    public const string Announcements = "announcements";
    public const string SessionKey = "session";
    public const string TrainerKey = "trainer";

    /// <summary>A corpus whose work never ends; it comes first in every list.</summary>
    public const string BusyCorpus = "busy";

    public static CorpusSettings Corpus { get; } =
        new()
        {
            Id = "corpus",
            Name = "corpus",
            Shards = Shards,
            Groups = Groups,
            HeldOutFraction = 0.1,
            SegmentDocuments = 3,
            Created = DateTimeOffset.UnixEpoch,
        };

    public static SessionSettings Session { get; } =
        new()
        {
            Id = "session",
            Name = "session",
            CorpusId = Corpus.Id,
            ProfileHash = Profile,
            TokenSet = TokenSet,
            Metric = Metric,
            Batch = 1,
            Time = 15,
            Seed = 7,
            TotalSteps = 30,
            Packing = RowPacking.Competing,
            Separator = 1,
            Created = DateTimeOffset.UnixEpoch,
        };

    public static string Shard(int shard) => $"shard {shard}";

    public static string Aggregator(int group) => $"aggregator {group}";

    public static IncomingDocument Document(int number, string edit = "")
    {
        var id = $"document-{number}";
        return new IncomingDocument(
            id,
            string.Concat(Enumerable.Repeat($"{number}{edit}", 1 + (number % 7))),
            new Dictionary<string, string>()
        );
    }

    public static Snapshot Snapshot(IEnumerable<ShardMark> marks) =>
        new(Corpus.Id, Profile, Metric, marks.Select(SnapshotMark.Of));

    public static ISortedRun OpenRun(IFileStore store, string path)
    {
        using var stream = new MemoryStream(store.ReadAsync(path).GetAwaiter().GetResult()); // what was read never waits here
        return RunFile.Read(stream, path);
    }
}
