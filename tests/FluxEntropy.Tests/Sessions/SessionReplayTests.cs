using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public class SessionReplayTests
{
    private static readonly Gen<Schedule> GenSchedule = Gen.OneOf(
        Gen.Const<Schedule>(new UniformSchedule()),
        Gen.Const<Schedule>(new SequentialSchedule()),
        Gen.Const<Schedule>(new ReverseSchedule()),
        Gen.Double[0.1, 9].Array[4].Select(weights => (Schedule)new ManualSchedule(weights))
    );

    private static readonly Gen<(int Kind, Schedule Schedule, BinOrder Order, int Wish)[]> GenEvents = Gen.Select(
        Gen.Int[0, 5],
        GenSchedule,
        Gen.Enum<BinOrder>(),
        Gen.Int[0, 20]
    ).Array[5, 60];

    [Fact]
    public void A_log_of_retunes_growth_and_restarts_replays_bit_for_bit() =>
        Gen.Select(Gen.Int[0, 1000], GenEvents)
            .SampleAsync(
                async (seed, events) =>
                {
                    var (corpus, log) = Run(seed, events);
                    var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
                        Task.FromResult(corpus.Ordering(snapshot))
                    );
                    Assert.Empty(report.Problems);
                    Assert.Equal(log.Count(entry => entry is StepPlanned), report.Steps);
                },
                iter: 40
            );

    [Fact]
    public Task Steps_that_are_planned_anew_from_an_earlier_one_replay_too() =>
        Gen.Select(
                Gen.Int[0, 1000],
                Gen.Select(Gen.Int[0, 6], GenSchedule, Gen.Enum<BinOrder>(), Gen.Int[0, 20]).Array[20, 60]
            )
            .SampleAsync(
                async (seed, events) =>
                {
                    var (corpus, log) = Run(seed, events);
                    var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
                        Task.FromResult(corpus.Ordering(snapshot))
                    );
                    Assert.Empty(report.Problems);
                    Assert.Equal(log.Aggregate(0L, (planned, entry) => entry is StepPlanned ? planned + 1
                            : entry is StepsDropped dropped ? dropped.FromStep
                            : planned), report.Steps);
                },
                iter: 40
            );

    [Fact]
    public async Task A_changed_row_is_found()
    {
        var (corpus, log) = Run(
            3,
            [.. Enumerable.Repeat((0, (Schedule)new UniformSchedule(), BinOrder.Shuffled, 0), 10)]
        );
        var index = log.FindIndex(entry => entry is StepPlanned { Step.Step: 4 });
        var step = ((StepPlanned)log[index]).Step;
        log[index] = new StepPlanned(
            step with
            {
                Rows = [step.Rows[0] with { Row = step.Rows[0].Row + 1 }, .. step.Rows[1..]],
            },
            0
        );
        var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Contains("step 4", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task A_report_of_other_tokens_is_found()
    {
        var (corpus, log) = Run(
            3,
            [.. Enumerable.Repeat((0, (Schedule)new UniformSchedule(), BinOrder.Shuffled, 0), 3)]
        );
        log.Add(new BranchOpened(1, 0));
        log.Add(new StepReported(1, new StepReport(1, 2.5, [new BinLoss(0, 2.5, 7)], TokenHash: 99)));
        var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Contains("step 1: the trainer reported tokens 0000000000000063", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task A_log_that_contradicts_itself_is_reported()
    {
        var (corpus, log) = Run(
            3,
            [.. Enumerable.Repeat((0, (Schedule)new UniformSchedule(), BinOrder.Shuffled, 0), 5)]
        );
        log.Add(new CurriculumUpdated(Entry(2, 4, 4, new ReverseSchedule())));
        var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Contains("version 2 holds from step 4, which was planned already", Assert.Single(report.Problems));
    }

    [Fact]
    public async Task A_step_planned_before_any_snapshot_is_reported()
    {
        var (corpus, log) = Run(
            3,
            [.. Enumerable.Repeat((0, (Schedule)new UniformSchedule(), BinOrder.Shuffled, 0), 2)]
        );
        log.RemoveAll(entry => entry is SnapshotAdopted);
        var report = await SessionReplay.RunAsync(Settings(), Records(log), snapshot =>
            Task.FromResult(corpus.Ordering(snapshot))
        );
        Assert.Contains("was not adopted last", Assert.Single(report.Problems));
    }

    [Fact]
    public void Damaged_entries_are_refused_or_read_as_some_entry_but_never_crash() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1 << 20], Gen.Byte)
            .Sample(
                (seed, position, value) =>
                {
                    var log = Run(seed % 5, [(0, new UniformSchedule(), BinOrder.Shuffled, 0)]).Log;
                    log.Add(new StepReported(2, new StepReport(5, 1.25, [new BinLoss(1, 2, 3)], 77)));
                    var bytes = log[seed % log.Count].Encode();
                    bytes[position % bytes.Length] = value;
                    var refusal = Record.Exception(() => SessionLogEntry.Decode(bytes));
                    Assert.True(refusal is null or InvalidDataException, refusal?.ToString());
                },
                iter: 300
            );

    [Fact]
    public void Each_step_carries_the_newest_version_that_had_begun() =>
        Gen.Select(Gen.Int[0, 1000], GenEvents)
            .Sample(
                (seed, events) =>
                {
                    var history = new CurriculumHistory();
                    foreach (var entry in Run(seed, events).Log)
                    {
                        if (entry is CurriculumUpdated updated)
                            history.Add(updated.Entry);
                        if (entry is StepPlanned { Step: var step })
                            Assert.Equal(
                                history.Entries.Last(candidate => candidate.FromStep <= step.Step).Version,
                                step.CurriculumVersion
                            );
                    }
                },
                iter: 40
            );

    [Fact]
    public void Entries_survive_their_encoding() =>
        Gen.Select(Gen.Int[0, 1000], GenEvents)
            .Sample(
                (seed, events) =>
                {
                    SessionLogEntry[] others =
                    [
                        new Stopped(),
                        new BinRanDry(4, 2),
                        new StepsDropped(9),
                        new BranchOpened(3, 17, Parent: 2, Consumers: 4),
                        new StepReported(2, new StepReport(5, 1.25, [new BinLoss(1, 2, 3)], 77), Consumer: 3),
                    ];
                    foreach (var entry in Run(seed, events).Log.Concat(others))
                    {
                        var bytes = entry.Encode();
                        Assert.Equal(bytes, SessionLogEntry.Decode(bytes).Encode());
                        Assert.Equal(entry.GetType(), SessionLogEntry.Decode(bytes).GetType());
                        var shorter = bytes.AsMemory(0, bytes.Length - 1);
                        if (entry is CurriculumUpdated { Entry.Key: "" } or BranchOpened { Run: "" })
                            Assert.Equal(bytes, SessionLogEntry.Decode(shorter.Span).Encode()); // as they were written at first
                        else
                            Assert.Throws<InvalidDataException>(() => SessionLogEntry.Decode(shorter.Span));
                    }
                },
                iter: 10
            );

    // A session as a grain runs it: it plans, adopts snapshots of a growing corpus, is retuned, and is rebuilt from its log.
    private static (Corpus Corpus, List<SessionLogEntry> Log) Run(
        int seed,
        (int Kind, Schedule Schedule, BinOrder Order, int Wish)[] events
    )
    {
        var settings = Settings();
        var corpus = new Corpus(seed).Grow(3);
        var log = new List<SessionLogEntry>();
        var state = new SessionState(settings);
        SnapshotOrdering? ordering = null;

        void Append(SessionLogEntry entry)
        {
            log.Add(entry);
            state.Apply(default, entry);
        }

        void Adopt()
        {
            ordering?.Dispose();
            state.Planner.Adopt(ordering = corpus.Ordering());
            Append(new SnapshotAdopted(ordering.Snapshot));
        }

        Append(new CurriculumUpdated(Entry(1, 0, 4, new SequentialSchedule())));
        Adopt();
        foreach (var (kind, schedule, order, wish) in events)
        {
            switch (kind)
            {
                case 4:
                    corpus.Grow(1);
                    Adopt();
                    break;
                case 6 when state.Planned > 0:
                    var from = Math.Max(0, state.Planned - 1 - wish);
                    Append(new StepsDropped(from));
                    Append(new BranchOpened(state.Branch + 1, from));
                    break;
                case 5:
                    var rebuilt = new SessionState(settings);
                    log.ForEach(entry => rebuilt.Apply(default, entry));
                    rebuilt.Planner.Adopt(ordering!);
                    state = rebuilt;
                    break;
                case 3
                    when state.Curricula.Decide(
                        new CurriculumUpdate(
                            state.Curricula.Newest.Version,
                            state.Planned - 3 + wish,
                            state.Curricula.Newest.Curriculum,
                            "",
                            ""
                        ),
                        state.Planned,
                        settings.TotalSteps
                    )
                        is { Refusal: null } decision:
                    Append(
                        new CurriculumUpdated(
                            Entry(
                                state.Curricula.Newest.Version + 1,
                                decision.Effective,
                                Bins(schedule, wish),
                                schedule,
                                order
                            )
                        )
                    );
                    break;
                default:
                    if (state.Planned < settings.TotalSteps)
                        Append(new StepPlanned(state.Plan().Step(), 0));
                    break;
            }
        }
        return (corpus, log);
    }

    private static int Bins(Schedule schedule, int wish) => schedule is ManualSchedule ? 4 : 1 + wish;

    private static async IAsyncEnumerable<LogRecord> Records(IEnumerable<SessionLogEntry> log)
    {
        foreach (var entry in log)
            yield return new LogRecord(default, entry.Encode(), 0);
        await Task.CompletedTask;
    }
}
