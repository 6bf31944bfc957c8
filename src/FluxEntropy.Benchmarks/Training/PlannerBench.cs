using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Curricula;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>How many documents per second can the planner draw, on one core?</summary>
public sealed class PlannerBench(int documents, int rounds, Action<string> tell)
{
    private const string Schedule = "window(0.3) | floor(0.1)";
    private const int Decisions = 300_000;
    private const int Steps = 1_000_000;

    public PlannerFigures Run()
    {
        using var ordering = Ordering();
        var figures = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            figures.Add(Measure(ordering));
            tell($"planner, round {round} of {rounds}: {figures[^1]:N0} decisions/s");
        }
        return new PlannerFigures(documents, Schedule, Spread.Of(figures));
    }

    private static double Measure(SnapshotOrdering ordering)
    {
        var settings = new SessionSettings
        {
            Id = "bench",
            Name = "bench",
            CorpusId = "bench",
            ProfileHash = "bench",
            TokenSet = "bench",
            Metric = "entropy.mean",
            Batch = 512,
            Time = 1024,
            Seed = 1,
            TotalSteps = Steps,
            Created = DateTimeOffset.UnixEpoch,
        };
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        var entry = new CurriculumEntry(1, 0, CurriculumJson.ReadAny(Schedule), "", "", default);
        var (decided, begun) = (0, Stopwatch.GetTimestamp());
        for (var step = 0; decided < Decisions; step++)
        {
            var planned = planner.Plan(step, entry);
            planner.Apply(planned);
            decided += planned.Rows.Length;
        }
        return decided / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private SnapshotOrdering Ordering()
    {
        var random = new Random(1);
        var entries = Enumerable
            .Range(0, documents)
            .Select(row => new OrderingEntry((float)(random.NextDouble() * 8), row % 8, row / 8, random.Next(60, 300)));
        var marks = Enumerable.Range(0, 8).Select(shard => new SnapshotMark(shard, 1, 0, 0)).ToArray();
        var sources = marks.Select(mark => new RunSource(mark.Shard, 0, mark.NextSegment, 0, mark.Checksum));
        var info = new RunInfo("bench", "entropy.mean", [.. sources], []);
        return new SnapshotOrdering(
            new Snapshot("bench", "bench", "entropy.mean", marks),
            new MemoryRun(info, entries)
        );
    }
}
