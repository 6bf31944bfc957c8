using System.Text;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>Writes score files.</summary>
internal static class ScoreFileWriter
{
    /// <summary>Bytes of a score file for the scores of a segment's rows, in row order.</summary>
    /// <param name="header">Which scores these are; its columns are those of the scores.</param>
    /// <param name="scores">One for each row.</param>
    /// <param name="heldOut">Whether each row is held out.</param>
    public static byte[] Encode(
        ScoreFileHeader header,
        IReadOnlyList<DocumentScore> scores,
        IReadOnlyList<bool> heldOut
    ) => Encode(header, scores, [.. scores.Select(score => score.TokenIds.Length)], heldOut);

    /// <summary>The same where the tokens of the rows are known otherwise.</summary>
    public static byte[] Encode(
        ScoreFileHeader header,
        IReadOnlyList<DocumentScore> scores,
        IReadOnlyList<int> tokens,
        IReadOnlyList<bool> heldOut
    )
    {
        if (scores.Count != header.Rows || heldOut.Count != header.Rows)
            throw new ArgumentException($"{header.Rows} rows need as many scores; {scores.Count} were given.");
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var json = ScoreFileHeaderJson.Encode(header);
        writer.Write(ScoreFile.Magic);
        writer.Write(ScoreFile.Version);
        writer.Write(json.Length);
        writer.Write(json);
        for (var metric = 0; metric < header.Columns.Count; metric++)
        {
            foreach (var score in scores)
                writer.Write(score.Failure is null ? score.Metrics[metric] : float.NaN);
        }
        foreach (var count in tokens)
            writer.Write(count);
        for (var i = 0; i < scores.Count; i++)
            writer.Write((byte)((byte)StatusOf(scores[i]) | (heldOut[i] ? ScoreFile.HeldOutBit : 0)));
        WriteReasons(writer, scores);
        return Checksummed.Seal(stream);
    }

    private static RowStatus StatusOf(DocumentScore score) =>
        score.Failure is not null ? RowStatus.Failed
        : score.Metrics.Any(float.IsNaN) ? RowStatus.Unranked
        : RowStatus.Scored;

    private static void WriteReasons(BinaryWriter writer, IReadOnlyList<DocumentScore> scores)
    {
        writer.Write(scores.Count(score => score.Failure is not null));
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Failure is not { } reason)
                continue;
            var text = Encoding.UTF8.GetBytes(reason);
            writer.Write(i);
            writer.Write(text.Length);
            writer.Write(text);
        }
    }
}
