using System.Globalization;
using System.Security.Cryptography;

namespace FluxEntropy.Storage;

/// <summary>
/// Where everything is in a data folder:
/// <code>
/// format.json                                             format version of the folder
/// server.lock, server.pid                                 held by the server that owns the folder; its process id
/// cluster.json                                            the cluster that shares the folder, where one does
/// cluster.lock                                            held by every process of a cluster
/// servers/SILO.json                                       address of a process of a cluster; a hint
/// servers/SILO.probe                                      a health check is trying whether the disk takes files
/// state.db                                                grain state (SQLite): fences and pointers, never the truth
/// backup.json                                             only of a backup: what it holds, with checksums
/// names/corpora/NAME.json, names/sessions/NAME.json       the id behind a name; publishing one takes the name
/// profiles/PROFILE.json                                   a scoring profile under its hash
/// corpora/CORPUS/corpus.json                              settings, fixed when the corpus was created
/// corpora/CORPUS/deleted.json                             says that it was deleted, and stays; sessions have it too
/// corpora/CORPUS/profiles/PROFILE.json                    a profile that the corpus is scored under
/// corpora/CORPUS/active/00000001.json                     the active profile; the highest number counts
/// corpora/CORPUS/shards/0003/log/00000001.log             a shard's fenced log, a file per term: the truth
/// corpora/CORPUS/shards/0003/index/TERM.db                its index (SQLite), derived from the log; the newest counts
/// corpora/CORPUS/tombstones/0003/00000005.tombstones      deleted rows of shard 3 from the fifth (counted from 0) on
/// corpora/CORPUS/scores/PROFILE/0003/00000017.scores      scores of segment 17 of shard 3
/// corpora/CORPUS/rescores/PROFILE/METRIC.json             a metric that segments without it are to be rescored for
/// corpora/CORPUS/backfills/PROFILE/METRIC/0003/00000017.scores  scores of these rows by a metric that the file lacks
/// corpora/CORPUS/tables/PROFILE/0003/00000000-00000005.parquet  scores of many segments from 0 on, less the first five
///                                                         deleted rows; a third number counts backfills in it
/// corpora/CORPUS/tables/PROFILE/0003/00000000-00000005.json     says which, and that the table is complete
/// corpora/CORPUS/attempts/PROFILE/0003/00000017.SILO      an attempt at a segment, in progress or crashed
/// corpora/CORPUS/tokens/TOKENSET/0003/00000017.tokens     token ids of the same rows
/// corpora/CORPUS/runs/PROFILE/0001/ID.run                 sorted runs of aggregator group 1
/// corpora/CORPUS/runs/PROFILE/0001/00000012.record        the aggregate of group 1; the highest number counts
/// sessions/SESSION/session.json                           settings of a session
/// sessions/SESSION/log/00000001.log                       its fenced log
/// sessions/SESSION/training.json                          what the built-in trainer trains
/// sessions/SESSION/attempts/000000000200.SILO             an attempt to train it, in progress or crashed
/// sessions/SESSION/snapshots/HASH.run                     the merged ordering of a snapshot; can be rebuilt from scores
/// sessions/SESSION/checkpoints/0001-000000000200.json     the files of the checkpoint of branch 1 after step 200
/// </code>
/// CORPUS and SESSION are generated ids, so a name that is used again never meets its predecessor's files.
/// </summary>
public static class DataLayout
{
    public const string Format = "format.json";
    public const string Lock = "server.lock";
    public const string ProcessId = "server.pid";
    public const string Cluster = "cluster.json";
    public const string ClusterLock = "cluster.lock";
    public const string Servers = "servers";
    public const string StateDatabase = "state.db";
    public const string BackupManifest = "backup.json";
    public const string Profiles = "profiles";
    public const string Corpora = "corpora";
    public const string Sessions = "sessions";
    public const string CorpusNames = "names/corpora";
    public const string SessionNames = "names/sessions";
    public const string CorpusFile = "corpus.json";
    public const string SessionFile = "session.json";

    internal const string AggregateRecordExtension = ".record";

    /// <summary>A new id of a corpus or a session: 16 hexadecimal digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    public static string Server(string silo) => $"{Servers}/{silo}.json";

    /// <summary>Written and deleted again to see whether the disk takes files; a crash leaves it, like an address.</summary>
    public static string HealthProbe(string silo) => $"{Servers}/{silo}.probe";

    public static string Profile(string profileHash) => $"{Profiles}/{profileHash}.json";

    public static string Corpus(string corpusId) => $"{Corpora}/{corpusId}";

    public static string CorpusSettings(string corpusId) => $"{Corpus(corpusId)}/{CorpusFile}";

    /// <summary>The file that marks a corpus or a session, given by its folder, as deleted.</summary>
    public static string Deleted(string folder) => $"{folder}/deleted.json";

    public static string CorpusName(string name) => $"{CorpusNames}/{name}.json";

    public static string SessionName(string name) => $"{SessionNames}/{name}.json";

    public static string ScoredProfiles(string corpusId) => $"{Corpus(corpusId)}/profiles";

    public static string ScoredProfile(string corpusId, string profileHash) =>
        $"{ScoredProfiles(corpusId)}/{profileHash}.json";

    public static string ActiveProfiles(string corpusId) => $"{Corpus(corpusId)}/active";

    public static string ActiveProfile(string corpusId, int number) =>
        $"{ActiveProfiles(corpusId)}/{Segment(number)}.json";

    public static string Shards(string corpusId) => $"{Corpus(corpusId)}/shards";

    public static string ShardLog(string corpusId, int shard) => $"{Shards(corpusId)}/{Shard(shard)}/log";

    public static string ShardIndex(string corpusId, int shard) => $"{Shards(corpusId)}/{Shard(shard)}/index";

    public static string Tombstones(string corpusId, int shard) => $"{Corpus(corpusId)}/tombstones/{Shard(shard)}";

    public static string TombstoneFile(string corpusId, int shard, int first) =>
        $"{Tombstones(corpusId, shard)}/{Segment(first)}.tombstones";

    public static string Scores(string corpusId) => $"{Corpus(corpusId)}/scores";

    public static string Scores(string corpusId, string profileHash, int shard) =>
        $"{Scores(corpusId)}/{profileHash}/{Shard(shard)}";

    public static string ScoreFile(string corpusId, string profileHash, int shard, int segment) =>
        $"{Scores(corpusId, profileHash, shard)}/{Segment(segment)}.scores";

    public static string Rescores(string corpusId, string profileHash) => $"{Corpus(corpusId)}/rescores/{profileHash}";

    public static string Rescore(string corpusId, string profileHash, string metric) =>
        $"{Rescores(corpusId, profileHash)}/{metric}.json";

    public static string Backfills(string corpusId) => $"{Corpus(corpusId)}/backfills";

    public static string Backfills(string corpusId, string profileHash) => $"{Backfills(corpusId)}/{profileHash}";

    public static string Backfills(string corpusId, string profileHash, string metric, int shard) =>
        $"{Backfills(corpusId, profileHash)}/{metric}/{Shard(shard)}";

    public static string Backfill(string corpusId, string profileHash, string metric, int shard, int segment) =>
        $"{Backfills(corpusId, profileHash, metric, shard)}/{Segment(segment)}.scores";

    public static string Tables(string corpusId) => $"{Corpus(corpusId)}/tables";

    public static string Tables(string corpusId, string profileHash, int shard) =>
        $"{Tables(corpusId)}/{profileHash}/{Shard(shard)}";

    public static string Table(
        string corpusId,
        string profileHash,
        int shard,
        int firstSegment,
        int tombstones,
        int backfills = 0
    ) => $"{Tables(corpusId, profileHash, shard)}/{TableName(firstSegment, tombstones, backfills)}.parquet";

    public static string TableManifest(
        string corpusId,
        string profileHash,
        int shard,
        int firstSegment,
        int tombstones,
        int backfills = 0
    ) => $"{Tables(corpusId, profileHash, shard)}/{TableName(firstSegment, tombstones, backfills)}.json";

    /// <summary>Attempts at a segment that is scored already, for metrics that it lacks.</summary>
    public static string RescoreAttempts(string corpusId, string profileHash, int shard) =>
        $"{Corpus(corpusId)}/attempts/{profileHash}/rescores/{Shard(shard)}";

    public static string Attempts(string corpusId, string profileHash, int shard) =>
        $"{Corpus(corpusId)}/attempts/{profileHash}/{Shard(shard)}";

    public static string Tokens(string corpusId) => $"{Corpus(corpusId)}/tokens";

    public static string TokenFile(string corpusId, string tokenSet, int shard, int segment) =>
        $"{Tokens(corpusId)}/{tokenSet}/{Shard(shard)}/{Segment(segment)}.tokens";

    public static string Runs(string corpusId) => $"{Corpus(corpusId)}/runs";

    public static string Runs(string corpusId, string profileHash, int group) =>
        $"{Runs(corpusId)}/{profileHash}/{Shard(group)}";

    public static string Run(string corpusId, string profileHash, int group, string runId) =>
        $"{Runs(corpusId, profileHash, group)}/{runId}.run";

    public static string AggregateRecord(string corpusId, string profileHash, int group, int number) =>
        $"{Runs(corpusId, profileHash, group)}/{Segment(number)}{AggregateRecordExtension}";

    public static string Session(string sessionId) => $"{Sessions}/{sessionId}";

    public static string SessionSettings(string sessionId) => $"{Session(sessionId)}/{SessionFile}";

    public static string SessionLog(string sessionId) => $"{Session(sessionId)}/log";

    public static string Checkpoints(string sessionId) => $"{Session(sessionId)}/checkpoints";

    public static string CheckpointManifest(string sessionId, int branch, long step) =>
        $"{Checkpoints(sessionId)}/{Shard(branch)}-{step.ToString("D12", CultureInfo.InvariantCulture)}.json";

    public static string TrainingAttempts(string sessionId) => $"{Session(sessionId)}/attempts";

    public static string TrainingPlan(string sessionId) => $"{Session(sessionId)}/training.json";

    /// <summary>The held-out documents that a session is validated on.</summary>
    public static string ValidationRows(string sessionId) => $"{Session(sessionId)}/validation.json";

    public static string Snapshots(string sessionId) => $"{Session(sessionId)}/snapshots";

    public static string SessionSnapshot(string sessionId, UInt128 hash) => $"{Snapshots(sessionId)}/{hash:x32}.run";

    // Of two tables of the same segments, the later one has the higher name.
    private static string TableName(int firstSegment, int tombstones, int backfills) =>
        $"{Segment(firstSegment)}-{Segment(tombstones)}{(backfills > 0 ? $"-{Segment(backfills)}" : "")}";

    internal static string Shard(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);

    internal static string Segment(int segment) => segment.ToString("D8", CultureInfo.InvariantCulture);
}
