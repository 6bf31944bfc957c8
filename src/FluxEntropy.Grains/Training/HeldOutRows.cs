using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Training;

/// <summary>
/// The documents held out that a run is validated on: the first in the order of shards and rows that were scored when it first looked,
/// kept with the session, so that losses of different steps compare.
/// </summary>
internal sealed class HeldOutRows(
    SessionSettings settings,
    CorpusSettings corpus,
    IGrainFactory grains,
    LocalFileStore files,
    TokenFiles tokens
)
{
    /// <summary>Rows of time + 1 tokens packed end to end, at most so many; null where fewer than one row of tokens is held out.</summary>
    public async Task<TokenBatch?> ReadAsync(int rows)
    {
        var needed = rows * (settings.Time + 1);
        var path = DataLayout.ValidationRows(settings.Id);
        if (!files.Exists(path))
        {
            var chosen = await ChooseAsync(needed);
            if (chosen.Sum(row => row.Tokens) <= settings.Time)
                return null; // perhaps later
            await files.PublishAsync(path, CheckedJson.Encode(new Chosen([.. chosen])));
        }
        var stream = new List<int>(needed);
        foreach (var row in CheckedJson.Decode<Chosen>(await files.ReadAsync(path), path).Rows)
        {
            if (settings.Separator is { } separator && stream.Count < needed)
                stream.Add(separator);
            var ids = new int[Math.Min(row.Tokens, needed - stream.Count)];
            await tokens.CopyAsync(settings.CorpusId, settings.TokenSet, row.Shard, row.Segment, row.Row, 0, ids);
            stream.AddRange(ids);
        }
        var whole = Math.Min(rows, stream.Count / (settings.Time + 1));
        return new TokenBatch
        {
            Step = 0,
            Tokens = [.. stream.Take(whole * (settings.Time + 1))],
            Bins = new byte[whole * settings.Time],
            Batch = whole,
            Time = settings.Time,
        };
    }

    private async Task<List<HeldOutRow>> ChooseAsync(int needed)
    {
        var chosen = new List<HeldOutRow>();
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            await foreach (var segment in grains.Shard(new ShardKey(corpus.Id, shard)).AllSegmentsAsync())
            {
                var path = DataLayout.ScoreFile(corpus.Id, settings.ProfileHash, shard, segment.Number);
                if (!files.Exists(path))
                    continue; // not scored yet
                var scores = ScoreFile.Read(await files.ReadAsync(path), path);
                for (var i = 0; i < segment.Rows && needed > 0; i++)
                {
                    if (!scores.IsHeldOut(i) || scores.Tokens[i] == 0)
                        continue;
                    chosen.Add(new HeldOutRow(shard, segment.Number, segment.FirstRow + i, scores.Tokens[i]));
                    needed -= scores.Tokens[i];
                }
                if (needed <= 0)
                    return chosen;
            }
        }
        return chosen;
    }

    private sealed record Chosen(HeldOutRow[] Rows);

    private sealed record HeldOutRow(int Shard, int Segment, int Row, int Tokens);
}
