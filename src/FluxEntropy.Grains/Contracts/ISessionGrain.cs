namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One training run: plans each global batch over a snapshot under the curriculum in force, logs it, hands it out.
/// The log is its truth; a step is in it before it leaves. Key: session id.
/// </summary>
[Alias("FluxEntropy.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Puts the first curriculum in force; harmless when one is.</summary>
    /// <param name="curriculum">JSON of a curriculum, validated by the caller.</param>
    Task Create(string curriculum);

    /// <summary>Where the session stands.</summary>
    Task<SessionStatus> Status();

    /// <summary>
    /// Begins to serve from a step on: recorded steps first, byte for byte as they were, then newly planned ones.
    /// Behind the log this opens a branch; one that plans anew drops the recorded steps from there on.
    /// </summary>
    /// <returns>The branch to report with.</returns>
    Task<int> Open(long step, bool replan);

    /// <summary>Lets a trainer outside take its share of each step from one on: the first of a run opens a branch, the others join it.</summary>
    /// <returns>The branch to report with.</returns>
    Task<int> Join(string run, int consumers, long step, bool replan);

    /// <summary>
    /// Hands out a step of a branch: a recorded one the same bytes again, the one after the last recorded by planning it.
    /// Null while the corpus has too few ranked documents to plan, where a bin ran dry at which the curriculum says to stop, and beyond
    /// the end of the run.
    /// </summary>
    /// <exception cref="InvalidOperationException">Another trainer opened a newer branch.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Steps before this one were never asked for.</exception>
    Task<StepHandout?> Step(int branch, long step);

    /// <summary>Takes a trainer's report of a step; the first report of a step counts.</summary>
    Task Report(StepOutcome outcome);

    /// <summary>Puts a curriculum in force, or refuses a stale version.</summary>
    Task<CurriculumUpdateAnswer> Update(CurriculumUpdate update);

    /// <summary>Every curriculum that was put in force, oldest first; weights are left out.</summary>
    Task<CurriculumInForce[]> History();

    /// <summary>Plans up to so many steps that are still to come, under a curriculum (JSON) to try or, where that is null, those in force.</summary>
    Task<SessionPreview> Preview(string? curriculum, long fromStep, int steps);

    /// <summary>The record of a planned step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It was not planned yet.</exception>
    Task<StepRecord> Recorded(long step);

    /// <summary>What each step took of a document, in the order of steps.</summary>
    Task<DocumentService[]> ServedIn(int shard, int row);

    /// <summary>Says in the log that the run was stopped by a person, so that a restart does not go on with it.</summary>
    Task Stop();

    /// <summary>Tokens served over [fromStep, toStep), by the bins that each step was planned with, from the rows in the log; toStep 0 is the end.</summary>
    Task<ServedCounts> Served(long fromStep, long toStep);
}

/// <summary>Where a session stands; the curriculum is JSON, its version the newest.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionStatus")]
public sealed record SessionStatus(
    [property: Id(0)] long NextStep,
    [property: Id(1)] long ReportedSteps,
    [property: Id(2)] int Branch,
    [property: Id(3)] bool Ended,
    [property: Id(4)] bool Stopped,
    [property: Id(5)] CurriculumInForce Curriculum,
    [property: Id(6)] string SnapshotHash,
    [property: Id(7)] long SnapshotDocuments,
    [property: Id(8)] double? FirstLoss,
    [property: Id(9)] double? LastLoss,
    [property: Id(10)] int? DryBin = null
)
{
    /// <summary>What the run waits for where a bin ran dry at which its curriculum says to stop, or null.</summary>
    public string? DryProblem =>
        DryBin is { } bin
            ? $"curriculum.dry: bin {bin + 1} of {Curriculum.Weights.Length} ran dry at step {NextStep}, and the curriculum says to stop there; put one in force that repeats it, takes its neighbour, or gives it no weight"
            : null;
}

/// <summary>A curriculum entry and what its weights are at the next step.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CurriculumInForce")]
public sealed record CurriculumInForce(
    [property: Id(0)] long Version,
    [property: Id(1)] long FromStep,
    [property: Id(2)] string Json,
    [property: Id(3)] string Author,
    [property: Id(4)] string Reason,
    [property: Id(5)] DateTimeOffset Time,
    [property: Id(6)] double[] Weights
);

/// <summary>A step on its way to a trainer: rows of time + 1 tokens, and the bin of each target.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepHandout")]
public sealed record StepHandout(
    [property: Id(0)] long Step,
    [property: Id(1)] long CurriculumVersion,
    [property: Id(2)] int Batch,
    [property: Id(3)] int Time,
    [property: Id(4)] int[] Tokens,
    [property: Id(5)] byte[] Bins,
    [property: Id(6)] ulong TokenHash
);

/// <summary>What a trainer says of a step, bins in columns.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepOutcome")]
public sealed record StepOutcome(
    [property: Id(0)] int Branch,
    [property: Id(1)] long Step,
    [property: Id(2)] double Loss,
    [property: Id(3)] int[] Bins,
    [property: Id(4)] double[] BinLosses,
    [property: Id(5)] int[] BinTargets,
    [property: Id(6)] ulong TokenHash,
    [property: Id(7)] int Consumer = 0
);

/// <summary>A wish to retune; a null step means as soon as possible.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CurriculumUpdate")]
public sealed record CurriculumUpdate(
    [property: Id(0)] long ExpectedVersion,
    [property: Id(1)] long? FromStep,
    [property: Id(2)] string Json,
    [property: Id(3)] string Author,
    [property: Id(4)] string Reason,
    [property: Id(5)] string Key = ""
);

/// <summary>The answer to an update: from which step it holds, or why not and which version is current.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CurriculumUpdateAnswer")]
public sealed record CurriculumUpdateAnswer(
    [property: Id(0)] long Version,
    [property: Id(1)] long RequestedStep,
    [property: Id(2)] long EffectiveStep,
    [property: Id(3)] string? Refusal
);

/// <summary>Steps that are still to come: tokens of each bin of each (steps × bins), documents begun, those of them that were served before, for each bin the first step that serves one again, and the step before which the run would stop at a dry bin.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionPreview")]
public sealed record SessionPreview(
    [property: Id(0)] long FromStep,
    [property: Id(1)] int Bins,
    [property: Id(2)] long[] Tokens,
    [property: Id(3)] long Documents,
    [property: Id(4)] long Repeated,
    [property: Id(5)] long?[] DryAt,
    [property: Id(6)] string SnapshotHash,
    [property: Id(7)] long? StopsAt = null
);

/// <summary>A planned step as the log has it: stretches of documents in columns, in order.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepRecord")]
public sealed record StepRecord(
    [property: Id(0)] long CurriculumVersion,
    [property: Id(1)] string SnapshotHash,
    [property: Id(2)] double[] Weights,
    [property: Id(3)] int[] Shards,
    [property: Id(4)] int[] Rows,
    [property: Id(5)] int[] FromTokens,
    [property: Id(6)] int[] Tokens,
    [property: Id(7)] int[] Bins,
    [property: Id(8)] int[] Passes
);

/// <summary>A stretch of a document in a step.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.DocumentService")]
public sealed record DocumentService(
    [property: Id(0)] long Step,
    [property: Id(1)] long CurriculumVersion,
    [property: Id(2)] int FromToken,
    [property: Id(3)] int Tokens,
    [property: Id(4)] int Bin,
    [property: Id(5)] int Pass
);

/// <summary>Served tokens a bin over a range of steps, and how many distinct documents they came from.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ServedCounts")]
public sealed record ServedCounts(
    [property: Id(0)] long FromStep,
    [property: Id(1)] long ToStep,
    [property: Id(2)] long[] Tokens,
    [property: Id(3)] long Documents
);
