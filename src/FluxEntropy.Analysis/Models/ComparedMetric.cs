using FluxEntropy.Analysis.Tables;
using FluxEntropy.Metrics;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Which column of several tables is compared. What is measured by the token compares only between models of one
/// tokenizer; bits a byte compare between all.
/// </summary>
/// <param name="Name">What is compared; null for mean entropy, by whatever name a table has it.</param>
/// <param name="Warnings">What a reader has to know about it.</param>
internal sealed record ComparedMetric(string? Name, IReadOnlyList<string> Warnings)
{
    private const string AnyTokenizer = "bits_per_byte";

    /// <summary>Chooses.</summary>
    /// <param name="tables">One a model.</param>
    /// <param name="rows">The row of each text that all have. [tables][texts]</param>
    /// <param name="wanted">The metric that was asked for; null where none was.</param>
    public static ComparedMetric Of(IReadOnlyList<ScoreTable> tables, IReadOnlyList<int[]> rows, string? wanted)
    {
        if (wanted is not null && !IsByToken(wanted))
            return new(wanted, []);
        var counts = tables.Zip(rows, Counts).OfType<double[]>().ToArray();
        if (counts.Length < tables.Count)
            return new(
                wanted,
                [
                    $"{wanted ?? "mean entropy"} is nats a token, which compare only between models of one tokenizer; "
                        + $"the files do not all say how many tokens a text has. Where tokenizers differ, compare {AnyTokenizer}",
                ]
            );
        var texts = rows[0].Length;
        var differing = Enumerable.Range(0, texts).Count(text => counts.Any(own => own[text] != counts[0][text]));
        if (differing == 0)
            return new(wanted, []);
        var why = $"the models split {differing:N0} of {texts:N0} texts into different numbers of tokens";
        if (wanted is null && tables.All(table => table.Has(AnyTokenizer)))
            return new(
                AnyTokenizer,
                [
                    $"{why}: {AnyTokenizer} is compared, since values a token do not compare between tokenizers. "
                        + "--metric entropy.mean compares those all the same",
                ]
            );
        return new(
            wanted,
            [
                $"{why}: levels of {wanted ?? "mean entropy"}, which is measured by the token, do not compare between "
                    + $"tokenizers, and orders only roughly. --metric {AnyTokenizer} compares between all",
            ]
        );
    }

    /// <summary>Whether a metric is one of a model's tokens, so that its values depend on the tokenizer.</summary>
    private static bool IsByToken(string metric) =>
        metric != AnyTokenizer && (MetricCatalog.BuiltIn.IndexOf(metric) >= 0 || KnownColumns.Entropy.Contains(metric));

    private static double[]? Counts(ScoreTable table, int[] rows) =>
        table.FirstOf(KnownColumns.Tokens) is { } column
        && table.NumericColumns.Contains(column)
        && table.Numbers(column) is var counts
        && rows.All(row => double.IsFinite(counts[row]))
            ? [.. rows.Select(row => counts[row])]
            : null;
}
