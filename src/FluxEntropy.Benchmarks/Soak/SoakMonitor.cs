using System.Diagnostics;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Samples the memory of processes every few seconds, and reports progress every minute.</summary>
internal sealed class SoakMonitor(
    SoakOptions options,
    SoakLoad load,
    FaultInjector faults,
    IReadOnlyList<MemoryWatch> watches,
    Action<string> tell
)
{
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReportInterval = TimeSpan.FromMinutes(1);

    /// <summary>Watches until cancelled.</summary>
    public async Task RunAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        var told = clock.Elapsed;
        while (true)
        {
            await Task.Delay(SampleInterval, cancellationToken);
            await Task.WhenAll(watches.Select(watch => watch.SampleAsync(clock, cancellationToken)));
            if (clock.Elapsed - told < ReportInterval)
                continue;
            told = clock.Elapsed;
            tell(
                $"{told.TotalMinutes:0} of {options.Minutes:0.#} minutes: {load.Accepted:N0} documents accepted, "
                    + $"{load.Steps:N0} steps, {faults.Faults.Values.Sum()} faults, "
                    + $"{load.FailedCalls:N0} calls tried again; {Memory()}"
            );
        }
    }

    private string Memory() =>
        string.Join(
            ", ",
            watches
                .Select(watch => watch.Describe(0))
                .Select(process => $"{process.Process} {process.LastResidentMegabytes:N0} MB")
        );
}
