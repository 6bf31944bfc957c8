using Microsoft.Extensions.Hosting;

namespace FluxEntropy.Server.Limits;

/// <summary>
/// Gives memory back to the machine after a burst. The collector keeps what it has freed, and a server that does little afterwards
/// gives it no occasion to look again.
/// </summary>
internal sealed class MemoryReturn(MemoryBudget memory, TimeProvider time) : BackgroundService
{
    private const int Quiet = 16; // the share of the budget that may be in use after a burst
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        for (var hadBurst = false; await timer.WaitForNextTickAsync(stoppingToken); )
        {
            var isBurst = memory.TakeBurst();
            hadBurst |= isBurst;
            if (isBurst || !hadBurst || memory.InUse > memory.Bytes / Quiet)
                continue;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            hadBurst = false;
        }
    }
}
