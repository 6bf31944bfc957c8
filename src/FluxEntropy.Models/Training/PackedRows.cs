using FluxEntropy.Engines;

namespace FluxEntropy.Models.Training;

/// <summary>
/// Documents one after the other as one stream of tokens, cut into rows; after the last comes the first again.
/// </summary>
internal sealed class PackedRows(IEnumerable<int[]> documents)
{
    private readonly int[] _stream = [.. documents.SelectMany(ids => ids)];

    /// <summary>Tokens of the stream.</summary>
    internal int Tokens => _stream.Length;

    /// <summary>The batch of a step: consecutive rows, each sharing its last token with the next one's first.</summary>
    internal TokenBatch Batch(long step, int rows, int time)
    {
        var tokens = new int[rows * (time + 1)];
        for (var row = 0; row < rows; row++)
        {
            var start = (step * rows + row) * time;
            for (var i = 0; i <= time; i++)
                tokens[row * (time + 1) + i] = _stream[(start + i) % _stream.Length];
        }

        return new TokenBatch
        {
            Step = step,
            Tokens = tokens,
            Bins = new byte[rows * time],
            Batch = rows,
            Time = time,
        };
    }
}
