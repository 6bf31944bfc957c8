using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the backfills of one profile with the score files of the same segments: a backfill adds one metric, and changes
/// nothing else.
/// </summary>
internal sealed class BackfillVerifier(IFileStore store, CorpusSettings corpus, string profileHash, Findings findings)
{
    private readonly ScoreStore _scores = new(store, corpus.Id, profileHash);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var metric in _scores.BackfilledMetrics)
        {
            var folder = $"{DataLayout.Backfills(corpus.Id, profileHash)}/{metric}";
            foreach (var name in store.Folders(folder))
            {
                if (ScoreVerifier.Number(name, DataLayout.Shard) is not { } shard || shard >= corpus.Shards)
                    findings.Problem(
                        "scores",
                        $"{folder}/{name}",
                        $"it is not a shard of the corpus, which has {corpus.Shards}"
                    );
                else
                    await CheckAsync(metric, shard, cancellationToken);
            }
        }
    }

    private async Task CheckAsync(string metric, int shard, CancellationToken cancellationToken)
    {
        var folder = DataLayout.Backfills(corpus.Id, profileHash, metric, shard);
        foreach (var file in store.Files(folder))
        {
            findings.Counts.Backfills++;
            await findings.GuardAsync("scores", $"{folder}/{file}", async () =>
            {
                if (ScoreVerifier.Number(Path.GetFileNameWithoutExtension(file), DataLayout.Segment) is { } segment)
                    await CompareAsync(metric, shard, segment, cancellationToken);
                else
                    findings.Problem("scores", $"{folder}/{file}", "its name is not that of a segment");
            });
        }
    }

    private async Task CompareAsync(string metric, int shard, int segment, CancellationToken cancellationToken)
    {
        var path = _scores.PathOf(metric, shard, segment);
        var backfill = await _scores.ReadBackfillAsync(metric, shard, segment, cancellationToken);
        if (!_scores.Has(shard, segment))
        {
            findings.Unexpected(
                "scores",
                path,
                $"it backfills {backfill.Header.Rows} rows of a segment that has no score file",
                backfill.Header.Rows
            );
            return;
        }
        var own = await _scores.ReadAsync(shard, segment, cancellationToken);
        if (own.Column(metric) is not null)
            findings.Problem("scores", path, "the score file of its segment has the metric, and counts");
        if (
            (backfill.Header.CorpusId, backfill.Header.ProfileHash, backfill.Header.FirstRow, backfill.Header.Rows)
            != (own.Header.CorpusId, own.Header.ProfileHash, own.Header.FirstRow, own.Header.Rows)
        )
            findings.Problem(
                "scores",
                path,
                $"it backfills {backfill.Header.Rows} rows from row {backfill.Header.FirstRow} on, and the segment's score "
                    + $"file has {own.Header.Rows} from row {own.Header.FirstRow} on"
            );
        else
            CompareRows(backfill, own, path);
    }

    private void CompareRows(ScoreFile backfill, ScoreFile own, string path)
    {
        for (var i = 0; i < own.Header.Rows; i++)
        {
            var row = own.Header.FirstRow + i;
            if ((backfill.Tokens[i], backfill.IsHeldOut(i)) != (own.Tokens[i], own.IsHeldOut(i)))
                findings.Problem(
                    "scores",
                    path,
                    $"row {row} has {backfill.Tokens[i]} tokens and is "
                        + $"{(backfill.IsHeldOut(i) ? "" : "not ")}held out, and its score file says otherwise"
                );
            if (own.Status(i) == RowStatus.Failed && backfill.Status(i) != RowStatus.Failed)
                findings.Problem("scores", path, $"row {row} could not be scored, and has a value of the metric");
        }
    }
}
