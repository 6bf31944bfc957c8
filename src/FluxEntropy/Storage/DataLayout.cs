using System.Globalization;
using System.Security.Cryptography;

namespace FluxEntropy.Storage;

/// <summary>
/// Where everything lies in a data folder:
/// <code>
/// format.json                                             format version of the folder
/// server.lock, server.pid                                 held by the server that owns the folder; its process id
/// state.db                                                grain state (SQLite): fences and pointers, never the truth
/// profiles/PROFILE.json                                   a scoring profile under its hash
/// corpora/CORPUS/corpus.json                              settings, fixed when the corpus was created
/// corpora/CORPUS/shards/0003/log/00000001.log             a shard's fenced log, a file per term: the truth
/// corpora/CORPUS/shards/0003/index.db                     its index (SQLite), derived from the log
/// corpora/CORPUS/scores/PROFILE/0003/00000017.scores      scores of segment 17 of shard 3
/// corpora/CORPUS/tokens/TOKENIZER/0003/00000017.tokens    token ids of the same rows
/// corpora/CORPUS/runs/PROFILE/0001/ID.run                 sorted runs of aggregator group 1
/// sessions/SESSION/session.json                           settings of a session
/// sessions/SESSION/log/00000001.log                       its fenced log
/// sessions/SESSION/checkpoints/000000000200/…             a checkpoint after step 200
/// </code>
/// CORPUS and SESSION are generated ids, so that a name used twice never meets files of its predecessor.
/// </summary>
public static class DataLayout
{
    public const string Format = "format.json";
    public const string Lock = "server.lock";
    public const string ProcessId = "server.pid";
    public const string StateDatabase = "state.db";
    public const string Profiles = "profiles";
    public const string Corpora = "corpora";
    public const string Sessions = "sessions";

    /// <summary>A new id of a corpus or a session: 16 hexadecimal digits.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    public static string Profile(string profileHash) => $"{Profiles}/{profileHash}.json";

    public static string Corpus(string corpusId) => $"{Corpora}/{corpusId}";

    public static string CorpusSettings(string corpusId) => $"{Corpus(corpusId)}/corpus.json";

    public static string Shards(string corpusId) => $"{Corpus(corpusId)}/shards";

    public static string ShardLog(string corpusId, int shard) => $"{Shards(corpusId)}/{Shard(shard)}/log";

    public static string ShardIndex(string corpusId, int shard) => $"{Shards(corpusId)}/{Shard(shard)}/index.db";

    public static string Scores(string corpusId) => $"{Corpus(corpusId)}/scores";

    public static string Scores(string corpusId, string profileHash, int shard) =>
        $"{Scores(corpusId)}/{profileHash}/{Shard(shard)}";

    public static string ScoreFile(string corpusId, string profileHash, int shard, int segment) =>
        $"{Scores(corpusId, profileHash, shard)}/{Segment(segment)}.scores";

    public static string Tokens(string corpusId) => $"{Corpus(corpusId)}/tokens";

    public static string TokenFile(string corpusId, string tokenizerHash, int shard, int segment) =>
        $"{Tokens(corpusId)}/{tokenizerHash}/{Shard(shard)}/{Segment(segment)}.tokens";

    public static string Runs(string corpusId, string profileHash, int group) =>
        $"{Corpus(corpusId)}/runs/{profileHash}/{Shard(group)}";

    public static string Run(string corpusId, string profileHash, int group, string runId) =>
        $"{Runs(corpusId, profileHash, group)}/{runId}.run";

    public static string Session(string sessionId) => $"{Sessions}/{sessionId}";

    public static string SessionSettings(string sessionId) => $"{Session(sessionId)}/session.json";

    public static string SessionLog(string sessionId) => $"{Session(sessionId)}/log";

    public static string Checkpoints(string sessionId) => $"{Session(sessionId)}/checkpoints";

    public static string Checkpoint(string sessionId, long step) =>
        $"{Checkpoints(sessionId)}/{step.ToString("D12", CultureInfo.InvariantCulture)}";

    internal static string Shard(int shard) => shard.ToString("D4", CultureInfo.InvariantCulture);

    internal static string Segment(int segment) => segment.ToString("D8", CultureInfo.InvariantCulture);
}
