using FluxEntropy.Curricula;
using FluxEntropy.Engines;
using FluxEntropy.Sessions;
using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One training run: plans each global batch over a snapshot under the curriculum in force, logs it, hands it out.
/// The log is its truth; a step is in it before it leaves. Key: session id.
/// <para>
/// Questions interleave with the steps, and those that take long are answered on other threads, so many at a time in a process, from
/// what the session was when they came: no step waits for an answer.
/// </para>
/// </summary>
[Alias("FluxEntropy.ISessionGrain")]
public interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>Puts the first curriculum in force; harmless when one is.</summary>
    Task Create(Curriculum curriculum);

    /// <summary>Where the session stands.</summary>
    [AlwaysInterleave]
    Task<SessionStatus> Status();

    /// <summary>What it has to plan over, and what is odd about it under its newest curriculum, or another one.</summary>
    [AlwaysInterleave]
    Task<SessionOutlook> Outlook(Curriculum? curriculum = null);

    /// <summary>
    /// Begins to serve from a step on: recorded steps first, byte for byte as they were, then newly planned ones.
    /// Behind the log this opens a branch; one that replans drops the recorded steps from there on.
    /// </summary>
    /// <returns>The branch to report with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The log does not reach the step.</exception>
    Task<int> Open(long step, bool replan);

    /// <summary>
    /// Opens a branch from a step on under a curriculum that takes the place of all that were set for later; the steps from there on
    /// are planned again.
    /// </summary>
    /// <returns>The branch to report with.</returns>
    Task<int> OpenUnder(long step, Curriculum curriculum);

    /// <summary>
    /// Lets a trainer outside take its share of each step from one on: the first of a run opens a branch, the others
    /// join it.
    /// </summary>
    /// <param name="run">Name of the run, new at each start or resume of it.</param>
    /// <param name="consumers">Trainers of the run, at least 1.</param>
    /// <param name="step">First step wanted.</param>
    /// <param name="replan">Where the run is new: plan that step and those after it again, in place of serving the recorded ones.</param>
    Task<JoinAnswer> Join(string run, int consumers, long step, bool replan);

    /// <summary>As <see cref="Join"/>, from a checkpoint of a branch, and under another curriculum where one is given.</summary>
    Task<JoinAnswer> JoinRun(RunToJoin run);

    /// <summary>
    /// Whether steps before one were planned again since a branch was opened: what was trained on it up to there is outdated.
    /// </summary>
    [AlwaysInterleave]
    Task<bool> IsReplanned(int branch, long step);

    /// <summary>
    /// Hands out a step of a branch: a recorded one the same bytes again, the one after the last recorded by planning
    /// it.
    /// </summary>
    Task<StepAnswer> Step(int branch, long step);

    /// <summary>Takes a trainer's report of a step; the first report of a step counts.</summary>
    /// <param name="branch">The branch that the step was asked for with.</param>
    /// <param name="report">The report.</param>
    /// <param name="consumer">Rank of the trainer, 0 for the only one.</param>
    Task<ReportAnswer> Report(int branch, StepReport report, int consumer = 0);

    /// <summary>Puts a curriculum in force, or refuses a stale version.</summary>
    Task<RetuneDecision> Update(CurriculumUpdate update);

    /// <summary>Every curriculum that was put in force, oldest first; see <see cref="HistoryAfter"/>.</summary>
    [AlwaysInterleave]
    Task<CurriculumEntry[]> History();

    /// <summary>The curricula after a version, oldest first: a page of them, empty where there is none.</summary>
    [AlwaysInterleave]
    Task<PastCurriculum[]> HistoryAfter(long version);

    /// <summary>As <see cref="PreviewParts"/>, as one.</summary>
    /// <param name="curriculum">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from.</param>
    /// <param name="steps">Steps to plan at most.</param>
    [AlwaysInterleave]
    Task<SessionPreview> Preview(Curriculum? curriculum, long fromStep, int steps);

    /// <summary>
    /// Plans up to so many steps that are still to come, in parts that follow each other, at least one. A part is planned when it is
    /// asked for.
    /// </summary>
    /// <param name="curriculum">A curriculum to try, or null for those in force.</param>
    /// <param name="fromStep">First step that it would hold from.</param>
    /// <param name="steps">Steps to plan at most.</param>
    /// <param name="cancellationToken">Ends the planning.</param>
    IAsyncEnumerable<SessionPreview> PreviewParts(
        Curriculum? curriculum,
        long fromStep,
        int steps,
        CancellationToken cancellationToken = default
    );

    /// <summary>The record of a step, or null where it was not planned yet.</summary>
    [AlwaysInterleave]
    Task<PlannedStep?> Recorded(long step);

    /// <summary>As <see cref="ServedPages"/>, as one.</summary>
    [AlwaysInterleave]
    Task<ServedRow[]> ServedIn(int shard, int row);

    /// <summary>
    /// What each step from one on took of a document, in the order of steps, a page at a time. A page has its steps whole.
    /// </summary>
    IAsyncEnumerable<ServedRow[]> ServedPages(
        int shard,
        int row,
        long fromStep,
        CancellationToken cancellationToken = default
    );

    /// <summary>Says in the log that the run was stopped by a person, so that a restart does not go on with it.</summary>
    Task Stop();

    /// <summary>As <see cref="ServedWithin"/>.</summary>
    [AlwaysInterleave]
    Task<ServedCounts> Served(long fromStep, long toStep);

    /// <summary>
    /// What the steps [fromStep, toStep) served, toStep 0 being the end. From step 0 on this was added up as the steps came; of others,
    /// documents are counted, in memory.
    /// </summary>
    [AlwaysInterleave]
    Task<ServedCounts> ServedWithin(long fromStep, long toStep, CancellationToken cancellationToken = default);
}
