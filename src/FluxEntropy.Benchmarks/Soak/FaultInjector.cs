using FluxEntropy.Benchmarks.Processes;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>
/// Kills and suspends processes of a cluster at random, and replaces those that ended, so that there are always as many.
/// </summary>
internal sealed class FaultInjector(int seed, LocalCluster cluster, List<ClusterProcess> targets, string devices)
{
    private const int ShortestPause = 10,
        LongestPause = 40,
        LongestStop = 8; // seconds

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<string, int> _faults = [];

    /// <summary>How often each fault was injected.</summary>
    public IReadOnlyDictionary<string, int> Faults => _faults;

    /// <summary>Injects faults until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(TimeSpan.FromSeconds(_random.Next(ShortestPause, LongestPause)), cancellationToken);
            var index = _random.Next(targets.Count);
            var victim = targets[index];
            await HitAsync(victim, isKilled: _random.Next(2) == 0, cancellationToken);
            if (!victim.Process.HasExited)
                continue;
            await cluster.RemoveAsync(victim);
            targets[index] = await cluster.AddAsync(
                victim.Roles,
                victim.Roles == "device" ? devices : null,
                cancellationToken
            );
        }
    }

    private async Task HitAsync(ClusterProcess victim, bool isKilled, CancellationToken cancellationToken)
    {
        var fault = $"{(isKilled ? "SIGKILL" : "SIGSTOP")} {victim.Roles}";
        _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
        if (isKilled)
        {
            victim.Process.Kill();
            await victim.Process.ExitAsync(cancellationToken);
            return;
        }
        victim.Process.Suspend();
        await Task.Delay(TimeSpan.FromSeconds(_random.Next(1, LongestStop)), CancellationToken.None);
        victim.Process.Wake();
        // One that was given up ends by itself.
        await Task.Delay(TimeSpan.FromSeconds(LongestStop), cancellationToken);
    }
}
