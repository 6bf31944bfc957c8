using FluxEntropy.Engines;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Training;

/// <summary>
/// The rows that a run is measured on: of documents chosen when it first looked (<see cref="ValidationDocuments"/>) and kept with the
/// session, so that losses of different steps compare.
/// </summary>
internal sealed class ValidationRows(
    SessionSettings settings,
    CorpusSettings corpus,
    IGrainFactory grains,
    LocalFileStore files,
    TokenFiles tokens
)
{
    /// <summary>Rows of time + 1 tokens packed end to end, at most so many; null where there are tokens for fewer than one row.</summary>
    public async Task<ValidationBatch?> ReadAsync(int rows)
    {
        var needed = rows * (settings.Time + 1);
        var path = DataLayout.ValidationRows(settings.Id);
        if (!files.Exists(path))
        {
            var chosen = await new ValidationDocuments(settings, corpus, grains, files).ChooseAsync(needed);
            if (chosen.Sum(row => row.Tokens) <= settings.Time)
                return null; // perhaps later
            await files.PublishAsync(path, CheckedJson.Encode(new Chosen([.. chosen], corpus.HeldOutFraction == 0)));
        }
        var (documents, isSample) = CheckedJson.Decode<Chosen>(await files.ReadAsync(path), path);
        var stream = new List<int>(needed);
        foreach (var row in documents)
        {
            if (settings.Separator is { } separator && stream.Count < needed)
                stream.Add(separator);
            var ids = new int[Math.Min(row.Tokens, needed - stream.Count)];
            await tokens.CopyAsync(settings.CorpusId, settings.TokenSet, row.Shard, row.Segment, row.Row, 0, ids);
            stream.AddRange(ids);
        }
        var whole = Math.Min(rows, stream.Count / (settings.Time + 1));
        var batch = new TokenBatch
        {
            Step = 0,
            Tokens = [.. stream.Take(whole * (settings.Time + 1))],
            Bins = new byte[whole * settings.Time],
            Batch = whole,
            Time = settings.Time,
        };
        return new ValidationBatch(batch, isSample);
    }

    // Files of versions before samples were taken name documents held out.
    private sealed record Chosen(ValidationDocument[] Rows, bool IsSample = false);
}
