using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Has documents scored under metrics that their score files lack, and says how far that is.</summary>
internal sealed class Rescoring(
    IGrainFactory grains,
    Catalog catalog,
    MetricCatalog metrics,
    MetricLookup lookup,
    TimeProvider time
)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(500);
    private const int LooksAFind = 10; // segments without a metric are looked for again after so many looks at the progress

    /// <summary>Writes the progress until no document is left without the metrics.</summary>
    public async Task RunAsync(
        RescoreRequest request,
        IServerStreamWriter<RescoreProgress> response,
        CancellationToken cancellationToken
    )
    {
        var corpus = await catalog.RequireCorpusAsync("corpus", request.Corpus);
        var profile = await catalog.RequireProfileAsync("profile", corpus, request.Profile);
        var wanted = Columns(request.Metrics);
        foreach (var gap in await GapsAsync(corpus, profile, wanted))
            await catalog.RescoreAsync(corpus.Id, profile.Hash, gap.Metric);
        RescoreProgress? previous = null;
        using var timer = new PeriodicTimer(WatchInterval, time);
        for (var looks = 0; ; looks++)
        {
            var progress = await ProgressAsync(corpus, profile, wanted);
            if (!progress.Equals(previous))
                await response.WriteAsync(previous = progress, cancellationToken);
            if (progress.NotScored.Count == 0)
                return;
            if (looks % LooksAFind == 0)
                await grains.Leases(corpus.Id).Rescore(profile.Hash);
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private HashSet<string> Columns(RepeatedField<string> names)
    {
        if (names.FirstOrDefault(name => metrics.ColumnOf(name) is null) is { } unknown)
            throw Invalid.Argument(
                "metrics",
                $"'{Invalid.Shorten(unknown)}' is not a metric that this server measures; it measures {string.Join(", ", metrics.Names)}."
            );
        return [.. (names.Count > 0 ? (IEnumerable<string>)names : metrics.Names).Select(metrics.ColumnNameOf)];
    }

    private async Task<IEnumerable<MetricCoverage>> GapsAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        HashSet<string> wanted
    ) =>
        (await lookup.CoverageAsync(corpus, profile)).Where(coverage =>
            coverage.NotScored > 0 && wanted.Contains(coverage.Metric)
        );

    private async Task<RescoreProgress> ProgressAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        HashSet<string> wanted
    )
    {
        var groups = await lookup.StatusAsync(corpus, profile);
        return new RescoreProgress
        {
            Documents = (ulong)groups.Sum(group => group.Indexed - group.Deleted),
            NotScored =
            {
                lookup
                    .Sum(groups)
                    .Where(coverage => coverage.NotScored > 0 && wanted.Contains(coverage.Metric))
                    .Select(CorporaService.Gap),
            },
        };
    }
}
