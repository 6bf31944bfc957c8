using System.Diagnostics;

namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// The real logs, shards, aggregators, leases and sessions, run by a seed through crashes, zombies, lost and repeated
/// messages and a database that forgets. A failing seed is printed; <c>FLUXENTROPY_SEED=n</c> runs that one alone.
/// </summary>
[Trait("Category", "simulation")]
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const string Variable = "FLUXENTROPY_SEED";
    private const int Seeds = 10_000;
    private const int SeedsAFault = 1_000;

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_twice_whatever_dies_or_is_late()
    {
        var (first, seeds) = int.TryParse(Environment.GetEnvironmentVariable(Variable), out var only)
            ? (only, 1)
            : (0, Seeds);
        var (events, fewest) = (0L, int.MaxValue);
        var started = Stopwatch.GetTimestamp();
        var failing = FirstFailing(first, seeds, PlantedFault.None, ran =>
        {
            Interlocked.Add(ref events, ran);
            InterlockedMin(ref fewest, ran);
        });
        output.WriteLine(
            $"{seeds} seeds, {events} events, at least {fewest} a seed, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"
        );
        Assert.True(
            failing is null,
            $"seed {failing?.Seed}: {failing?.Problem}\nRun it alone with {Variable}={failing?.Seed}."
        );
        Assert.True(fewest >= 500, $"a seed had only {fewest} events");
    }

    [Fact]
    public void A_seed_always_takes_the_same_course()
    {
        for (var seed = 0; seed < 20; seed++)
            Assert.Equal(
                World.Run(seed, PlantedFault.ETagIgnored),
                World.Run(seed, PlantedFault.ETagIgnored),
                Comparer
            );
    }

    // Without ETags the claims in the files fence alone, so that nothing is lost that could be noticed.
    public static TheoryData<PlantedFault> Faults =>
        new(
            Enum.GetValues<PlantedFault>().Where(fault => fault is not (PlantedFault.None or PlantedFault.ETagIgnored))
        );

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_caught(PlantedFault fault)
    {
        var failing = FirstFailing(0, SeedsAFault, fault, _ => { });
        Assert.True(failing is not null, $"{fault} went unnoticed in {SeedsAFault} seeds");
        output.WriteLine($"{fault}: caught by seed {failing.Value.Seed}: {failing.Value.Problem}");
    }

    private static bool Comparer(
        (int Events, IReadOnlyList<string> Problems) left,
        (int Events, IReadOnlyList<string> Problems) right
    ) => left.Events == right.Events && left.Problems.SequenceEqual(right.Problems);

    // Each seed runs on one thread; the lowest failing one is the same however many threads there are.
    private static (int Seed, string Problem)? FirstFailing(int first, int seeds, PlantedFault fault, Action<int> ran)
    {
        var failing = new SortedDictionary<int, string>();
        Parallel.For(first, first + seeds, (seed, loop) =>
        {
            var (events, problems) = World.Run(seed, fault);
            ran(events);
            if (problems.Count == 0)
                return;
            lock (failing)
                failing.Add(seed, string.Join("\n", problems.Take(5)));
            loop.Break();
        });
        return failing.Count > 0 ? (failing.First().Key, failing.First().Value) : null;
    }

    private static void InterlockedMin(ref int least, int value)
    {
        for (var seen = least; value < seen; )
            seen = Interlocked.CompareExchange(ref least, value, seen);
    }
}
