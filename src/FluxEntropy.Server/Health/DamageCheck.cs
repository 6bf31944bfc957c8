using FluxEntropy.Grains.Catalogs;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>
/// Degraded while a corpus, session or profile is damaged: the process serves the rest. It reads the small files that say what there is;
/// what only shows when logs are opened is known once somebody listed it.
/// </summary>
internal sealed class DamageCheck(Catalog catalog, DamagedItems damaged) : IHealthCheck
{
    private const int MostNamed = 10;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        var there = new HashSet<string>();
        foreach (var name in catalog.CorpusNames())
            await ReadAsync($"corpus {name}", () => CorpusAsync(name, there), there, cancellationToken);
        foreach (var name in catalog.SessionNames())
            await ReadAsync($"session {name}", () => catalog.FindSessionAsync(name), there, cancellationToken);
        damaged.Keep(there);
        var reasons = damaged.Reasons;
        var more = reasons.Count > MostNamed ? $"; and {reasons.Count - MostNamed} more" : "";
        return reasons.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(string.Join("; ", reasons.Take(MostNamed)) + more);
    }

    private async Task CorpusAsync(string name, HashSet<string> there)
    {
        if (await catalog.FindCorpusAsync(name) is not { } corpus)
            return;
        foreach (var hash in await catalog.ProfileHashesAsync(corpus.Id))
            there.Add($"profile {hash}");
        await catalog.ReadableProfilesAsync(corpus.Id, (hash, damage) =>
            damaged.Met($"profile {hash}", damage.Message)
        );
        await catalog.ActiveProfileAsync(corpus.Id);
    }

    private async Task ReadAsync(
        string item,
        Func<Task> readAsync,
        HashSet<string> there,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        there.Add(item);
        try
        {
            await readAsync();
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            damaged.Met(item, damage.Message);
        }
    }
}
