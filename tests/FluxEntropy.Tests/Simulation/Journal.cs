using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Simulation;

/// <summary>What those outside were told, and whether it ever contradicted itself.</summary>
internal sealed class Journal
{
    private readonly List<string> _problems = [];

    /// <summary>Broken promises, in the order in which they were noticed.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Texts sent, by id.</summary>
    public HashSet<(string Id, string TextHash)> Sent { get; } = [];

    /// <summary>Acknowledged documents, and as which rows.</summary>
    public HashSet<(string Id, int Shard, int Row, string TextHash)> Accepted { get; } = [];

    /// <summary>Rows whose deletion was acknowledged.</summary>
    public HashSet<(int Shard, int Row)> Deleted { get; } = [];

    /// <summary>Documents whose quarantine was acknowledged.</summary>
    public HashSet<(string Id, string TextHash)> Quarantined { get; } = [];

    /// <summary>Checksums of score files whose publishing returned, by path.</summary>
    public Dictionary<string, ulong> Published { get; } = [];

    /// <summary>Steps that left the session.</summary>
    public Dictionary<long, StepPlanned> HandedOut { get; } = [];

    /// <summary>Updates answered with a version and a step.</summary>
    public List<(long Version, long FromStep)> Updates { get; } = [];

    /// <summary>Reports that were answered.</summary>
    public HashSet<(int Branch, long Step)> Reports { get; } = [];

    public void Problem(string problem) => _problems.Add(problem);

    /// <summary>A call failed: crashes, lost fences and full disks do that, damage and contradictions must not.</summary>
    public void Failed(string grain, Exception failure)
    {
        if (!IsExpected(failure))
            Problem($"{grain}: {failure.GetType().Name}: {failure.Message}");
    }

    /// <summary>Whether a call may fail like this; what it was for can be tried again.</summary>
    public static bool IsExpected(Exception failure) =>
        failure
            is TimeoutException
                or LogFencedException
                or AggregatorReplacedException
                or IndexConflictException
                or StaleActivationException
                or (IOException and not LogCorruptException);

    public void Answered(IncomingDocument document, AppendOutcome outcome)
    {
        if (outcome.Status == AppendStatus.Quarantined)
            Quarantined.Add((document.Id, outcome.TextHash));
        else
            Accepted.Add((document.Id, outcome.Shard, outcome.Row, outcome.TextHash));
    }

    public void PublishedScores(string path, ulong checksum)
    {
        if (!Published.TryAdd(path, checksum) && Published[path] != checksum)
            Problem($"{path} was published twice, with different scores");
    }

    public void Left(StepPlanned step)
    {
        if (
            !HandedOut.TryAdd(step.Step.Step, step)
            && !(
                HandedOut[step.Step.Step].Step.Equals(step.Step)
                && HandedOut[step.Step.Step].TokenHash == step.TokenHash
            )
        )
            Problem($"step {step.Step.Step} left the session twice, with different rows");
    }
}

/// <summary>Another activation moved a shard's index on.</summary>
internal sealed class IndexConflictException() : Exception("UNIQUE constraint failed: document.row");

/// <summary>A zombie was asked for a segment or a step that came after it was replaced.</summary>
internal sealed class StaleActivationException() : Exception("it is not known here");
