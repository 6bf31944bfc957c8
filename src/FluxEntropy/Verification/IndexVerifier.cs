using FluxEntropy.Logs;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares a copy of a shard's index with its log.
/// An index that is missing or behind is legal: it is brought up when the shard opens.
/// </summary>
internal sealed class IndexVerifier(
    LocalFileStore store,
    CorpusSettings corpus,
    int shard,
    ShardContent content,
    Findings findings
)
{
    private const int Page = 4096;
    private readonly string? _file = ShardIndexFiles.Newest(store.FullPath(DataLayout.ShardIndex(corpus.Id, shard)));
    private int _deleted;

    private string Place => $"{DataLayout.ShardIndex(corpus.Id, shard)}/{Path.GetFileName(_file)}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_file is null || content.Log is null)
            return;
        using var copy = new DatabaseCopy(_file);
        try
        {
            await CompareAsync(copy.File, cancellationToken);
        }
        catch (Exception exception)
            when (exception
                    is SqliteException
                        or InvalidDataException
                        or InvalidOperationException
                        or InvalidCastException
            )
        {
            findings.Problem(
                "index",
                Place,
                $"{exception.Message.ReplaceLineEndings(" ")}; delete it, it is made anew from the log"
            );
        }
    }

    private async Task CompareAsync(string file, CancellationToken cancellationToken)
    {
        using var index = new ShardIndex(file, corpus.HeldOut);
        if (index.Damage() is { } damage)
        {
            findings.Problem("index", Place, $"{damage}; delete it, it is made anew from the log");
            return;
        }

        if (index.Watermark.Term != 0 && !await content.Log!.HoldsAsync(index.Watermark, cancellationToken))
        {
            findings.Problem(
                "log",
                DataLayout.ShardLog(corpus.Id, shard),
                $"the index was made of {index.Watermark.Length} bytes of term {index.Watermark.Term}, and the "
                    + $"log does not hold them: it was cut off or damaged"
            );
            return;
        }

        var end = new LogPosition(index.Watermark.Term, index.Watermark.Length);
        var below = content.Rows.Count(row => row.Value.Position < end);
        var found = 0;
        for (var from = 0; index.Rows(from, int.MaxValue, Page) is { Count: > 0 } rows; from = rows[^1].Row + 1)
            found += rows.Count(Agrees);
        if (found < below)
            findings.Problem(
                "index",
                Place,
                $"it misses {below - found} of the {below} rows that it was made of; delete it, it is made anew from the log"
            );
        if (
            index.Counts.Segments
            != index
                .Segments(0, int.MaxValue)
                .TakeWhile((segment, i) => i < content.Segments.Count && segment == content.Segments[i])
                .Count()
        )
            findings.Problem(
                "index",
                Place,
                "its segments are not those of the log; delete it, it is made anew from the log"
            );
        if (
            !index.Tombstones(0, int.MaxValue).SequenceEqual(content.Tombstones.Take(index.Counts.Tombstones))
            || _deleted != index.Counts.Tombstones
        )
            findings.Problem(
                "index",
                Place,
                "its deleted rows are not those of the log; delete it, it is made anew from the log"
            );
    }

    private bool Agrees(ShardRow row)
    {
        if (
            !content.Rows.TryGetValue(row.Row, out var facts)
            || (
                content.Deleted.GetValueOrDefault(row.Row) != row.Id
                && (!content.Ids.TryGetValue(row.Id, out var place) || place != row.Row)
            )
        )
        {
            findings.Unexpected("index", Place, $"row {row.Row} ('{row.Id}') is not in the log");
            return false;
        }

        if (facts != new RowFacts(row.TextHash, row.Bytes, row.HeldOut, row.Position))
            findings.Problem(
                "index",
                Place,
                $"row {row.Row} ('{row.Id}') differs from the log; delete the index, it is made anew from the log"
            );
        if (row.IsDeleted)
            _deleted++;
        return true;
    }
}
