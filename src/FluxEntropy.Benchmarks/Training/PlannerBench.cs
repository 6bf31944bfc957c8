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
        using var ordering = RandomOrdering.Of(documents);
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
            Packing = RowPacking.Competing, // as new sessions have it
            Created = DateTimeOffset.UnixEpoch,
        };
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        var entry = new CurriculumEntry(1, 0, CurriculumJson.ReadAny(Schedule), "", "", default);
        var (decided, begun) = (0, Stopwatch.GetTimestamp());
        for (var step = 0; decided < Decisions; step++)
        {
            var planned = ((PlanAnswer.Planned)planner.Plan(step, entry)).Step; // its bins repeat
            planner.Apply(planned);
            decided += planned.Rows.Length;
        }
        return decided / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }
}
