using FluxEntropy.Leasing;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Scoring;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Simulation;

/// <summary>What scorers make of texts: tokens follow from the text, scores differ between machines.</summary>
internal static class ScoredText
{
    public static int[] Tokens(string text) => [.. text.Select(character => (int)character)];

    public static SegmentFiles Files(
        SegmentLease lease,
        Segment segment,
        IReadOnlyList<ShardDocument> documents,
        Random machine
    )
    {
        var header = new ScoreFileHeader(
            lease.CorpusId,
            lease.ProfileHash,
            lease.Shard,
            lease.Segment,
            segment.FirstRow,
            segment.Rows,
            MetricCatalog.BuiltIn.Columns,
            $"{machine.NextInt64():x16}"
        );
        return SegmentFiles.Encode(
            lease,
            Setting.TokenSet,
            header,
            [.. documents.Select(document => Score(document.Text, machine))],
            [.. documents.Select(document => document.Row.HeldOut)]
        );
    }

    /// <summary>The same scores under another segment's number.</summary>
    public static byte[] Renumbered(ScoreFile file, int segment) =>
        ScoreFile.Encode(
            file.Header with
            {
                Segment = segment,
            },
            [
                .. Enumerable
                    .Range(0, file.Header.Rows)
                    .Select(row => new DocumentScore
                    {
                        TokenIds = new int[file.Tokens[row]],
                        Bytes = 0,
                        Metrics = [.. MetricCatalog.BuiltIn.Names.Select(metric => file.Column(metric)![row])],
                    }),
            ],
            [.. Enumerable.Range(0, file.Header.Rows).Select(file.IsHeldOut)]
        );

    private static DocumentScore Score(string text, Random machine)
    {
        var value = text.Length < 3 ? float.NaN : 0.1f + ((text.Length * 7 % 30) / 5f) + (machine.NextSingle() / 10);
        return new DocumentScore
        {
            TokenIds = Tokens(text),
            Bytes = text.Length,
            Metrics = [.. MetricCatalog.BuiltIn.Names.Select(_ => value)],
        };
    }
}
