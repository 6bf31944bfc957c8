using FluxEntropy.Compaction;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the tables of one profile with the score files and backfills that they were made of, value by value. A table
/// without a manifest is what a crash leaves.
/// </summary>
internal sealed class TableVerifier(IFileStore store, CorpusSettings corpus, string profileHash, Findings findings)
{
    public async Task RunAsync(IReadOnlyList<ShardContent> shards, CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            var (number, ids) = (shard, shards[shard]);
            await findings.GuardAsync("table", DataLayout.Tables(corpus.Id, profileHash, shard), () =>
                CheckAsync(number, ids, cancellationToken)
            );
        }
    }

    private async Task CheckAsync(int shard, ShardContent content, CancellationToken cancellationToken)
    {
        var tables = new ScoreTables(store, corpus.Id, profileHash, shard);
        var next = 0;
        foreach (var manifest in await tables.ManifestsAsync(cancellationToken))
        {
            var path = tables.PathOf(manifest.Table);
            if (manifest.Table.FirstSegment != next)
                findings.Problem(
                    "table",
                    path,
                    $"it begins with segment {manifest.Table.FirstSegment}, where segment {next} is the next"
                );
            next = manifest.Table.FirstSegment + manifest.Table.Segments;
            await findings.GuardAsync("table", path, () =>
                CompareAsync(tables, manifest, content, path, cancellationToken)
            );
        }
    }

    private async Task CompareAsync(
        ScoreTables tables,
        ScoreTableManifest manifest,
        ShardContent content,
        string path,
        CancellationToken cancellationToken
    )
    {
        var found = await tables.ReadAsync(manifest, cancellationToken);
        var idOf = content.Ids.ToDictionary(id => id.Value, id => id.Key);
        foreach (var (row, id) in content.Deleted)
            idOf.Add(row, id);
        var source = new ScoreTableSource(
            new ScoreStore(store, corpus.Id, profileHash),
            manifest.Table.Shard,
            segment => Task.FromResult<IReadOnlyList<string>>(IdsOf(content.Segments[segment], idOf))
        );
        var wanted = await source.MakeAsync(manifest.Table, content.Tombstones);
        if (
            found.Header != manifest.Table
            || found.Rows.Count != manifest.Rows
            || !found.Metrics.SequenceEqual(wanted.Metrics)
            || found.Checksum != wanted.Checksum
        )
            findings.Problem(
                "table",
                path,
                "its rows are not those of its score files; delete it and its manifest, and compact the corpus again"
            );
    }

    private static string[] IdsOf(Segment segment, Dictionary<int, string> idOf) =>
        [.. Enumerable.Range(segment.FirstRow, segment.Rows).Select(row => idOf.GetValueOrDefault(row) ?? "")];
}
