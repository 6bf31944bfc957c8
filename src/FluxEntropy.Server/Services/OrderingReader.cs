using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Sees the aggregators of a corpus as one ordering.</summary>
internal sealed class OrderingReader(IGrainFactory grains, MetricCatalog metrics)
{
    /// <summary>The ordering by a metric, as it is now.</summary>
    public async Task<Ordering> OpenAsync(CorpusSettings corpus, ScoringProfile profile, string metric) =>
        new(metric, Groups(corpus, profile), (await DistributionAsync(corpus, profile, metric)).Histogram);

    /// <summary>The distribution of a metric over the whole corpus, and how many documents are not scored under it.</summary>
    public async Task<(MetricHistogram Histogram, long NotScored)> DistributionAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        string metric
    )
    {
        var parts = await Task.WhenAll(Groups(corpus, profile).Select(group => group.Distribution(metric)));
        MetricHistogram[] histograms =
        [
            .. parts.Select(part => part.Histogram).OfType<byte[]>().Select(bytes => MetricHistogram.Decode(bytes)),
        ];
        var sum = new MetricHistogram(metric, histograms is [var first, ..] ? first.Mapping : CellsOf(metric));
        foreach (var histogram in histograms)
        {
            if (!histogram.Mapping.Equals(sum.Mapping))
                throw Invalid.Precondition(
                    $"metric: documents of corpus {corpus.Name} were scored under '{metric}' with cells {sum.Mapping} and with "
                        + $"cells {histogram.Mapping}; a metric whose cells change needs a new version."
                );
            sum.Merge(histogram);
        }
        return (sum, parts.Sum(part => part.NotScored));
    }

    // Only where no document is scored under it, so that nothing is in any cell.
    private CellMapping CellsOf(string metric) =>
        metrics.Columns.FirstOrDefault(column => column.Name == metric)?.Cells ?? CellMapping.Relative;

    private IBinAggregatorGrain[] Groups(CorpusSettings corpus, ScoringProfile profile) =>
        [.. AggregatorKey.AllOf(corpus, profile.Hash).Select(grains.Aggregator)];
}

/// <summary>Entries of consecutive ranks.</summary>
internal sealed record RankedPage(long FirstRank, bool Descending, IReadOnlyList<OrderingEntry> Entries)
{
    public long RankOf(int index) => Descending ? FirstRank - index : FirstRank + index;
}

/// <summary>A merge of the groups' runs. While documents still come in, ranks are those of the moment of each page.</summary>
internal sealed class Ordering(string metric, IBinAggregatorGrain[] groups, MetricHistogram histogram)
{
    private const int PageEntries = 512;

    /// <summary>Ranked documents when the ordering was opened.</summary>
    public long Count => histogram.Documents;

    /// <summary>Documents whose value is below a bound, exactly.</summary>
    public async Task<long> CountBelowAsync(double bound)
    {
        var value = (float)bound;
        if (value < bound)
            value = MathF.BitIncrement(value); // the least float that is not below the bound
        return (await Task.WhenAll(groups.Select(group => group.CountBelow(metric, value)))).Sum();
    }

    /// <summary>Pages of a range of ranks; descending pages begin at the range's end.</summary>
    public async IAsyncEnumerable<RankedPage> ReadAsync(
        RankRange range,
        bool descending,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var left = (long)Math.Min(range.To, (ulong)Count) - (long)range.From;
        if (left <= 0)
            yield break;
        var rank = descending ? (long)range.From + left - 1 : (long)range.From;
        var position = await PositionOfAsync(rank);
        while (left > 0 && !cancellationToken.IsCancellationRequested)
        {
            var entries = await MergeAsync(position, descending, (int)Math.Min(left, PageEntries));
            if (entries.Count == 0)
                yield break;
            yield return new RankedPage(rank, descending, entries);
            left -= entries.Count;
            rank += descending ? -entries.Count : entries.Count;
            position = entries[^1] with { Row = entries[^1].Row + (descending ? -1 : 1) };
        }
    }

    // The sketch names the cell that holds the rank; the sorted runs say where in it.
    private async Task<OrderingEntry> PositionOfAsync(long rank)
    {
        var bound = float.NegativeInfinity;
        var below = 0L;
        foreach (var cell in histogram.Cells)
        {
            if (below + cell.Documents > rank)
            {
                bound = MathF.BitDecrement((float)cell.LowerBound);
                break;
            }
            below += cell.Documents;
        }
        var position = new OrderingEntry(bound, 0, 0, 0);
        for (var skip = rank - await CountBelowAsync(bound); ; )
        {
            var entries = await MergeAsync(position, descending: false, (int)Math.Min(skip + 1, PageEntries));
            if (entries.Count == 0)
                return position;
            if (skip < entries.Count)
                return entries[(int)skip];
            skip -= entries.Count;
            position = entries[^1] with { Row = entries[^1].Row + 1 };
        }
    }

    private async Task<IReadOnlyList<OrderingEntry>> MergeAsync(OrderingEntry from, bool descending, int max)
    {
        var pages = await Task.WhenAll(groups.Select(group => group.Read(metric, from, descending, max)));
        var entries = pages.SelectMany(page => page);
        return [.. (descending ? entries.OrderDescending() : entries.Order()).Take(max)];
    }
}
