using FluxEntropy.Analysis.Tables;
using FluxEntropy.Metrics;

namespace FluxEntropy.Analysis.Models;

/// <summary>Models that are columns of one table.</summary>
internal static class ModelColumns
{
    private const string OriginalSuffix = "_Characteristic_Value"; // as the original project names them

    private static readonly string[] NotModels =
    [
        "index",
        "prompt",
        "row",
        "rank",
        "bucket",
        "label",
        "chars",
        "words",
        "bytes",
        "tokens",
        "tokenCount",
        "shard",
    ];

    private static readonly string[] Metrics = [.. MetricCatalog.BuiltIn.Names, .. KnownColumns.Entropy, "varentropy"];

    /// <param name="table">The table.</param>
    /// <param name="chosen">
    /// The columns that are models; null for those of the original project or, without any, all numeric ones.
    /// </param>
    /// <exception cref="AnalysisException">Fewer than two columns can be models.</exception>
    public static ModelScores Read(ScoreTable table, IReadOnlyList<string>? chosen)
    {
        string[] original =
        [
            .. table.Columns.Where(column => column.EndsWith(OriginalSuffix, StringComparison.Ordinal)),
        ];
        string[] models =
            chosen is not null ? [.. chosen]
            : original.Length > 0 ? original
            : Others(table);
        if (models.Length < 2)
            throw new AnalysisException(
                $"{table.Name} has {models.Length} column{(models.Length == 1 ? "" : "s")} that could be models: give one "
                    + "file per model, or a table with one column per model (name them with --columns)."
            );
        var texts = table.DocumentTexts();
        return new ModelScores(
            original.Length > 0
                ? ModelNames.Short([
                    .. models.Select(name => name.Replace(OriginalSuffix, "", StringComparison.Ordinal)),
                ])
                : models,
            original.Length > 0 ? "mean entropy" : "value",
            [.. models.Select(table.Numbers)],
            texts is null ? table.Ids : [.. texts.Select(text => text ?? "")],
            table.Characters(),
            original.Length == 0
                ? table.Warnings
                :
                [
                    .. table.Warnings,
                    "mean entropy is nats a token, which compare only between models of one tokenizer",
                ]
        );
    }

    // All numeric columns, where they are not the metrics of one model.
    private static string[] Others(ScoreTable table)
    {
        var numeric = table.NumericColumns.Except(NotModels, StringComparer.OrdinalIgnoreCase).ToArray();
        var metrics = numeric.Intersect(Metrics).ToArray();
        return metrics.Length < 2
            ? numeric
            : throw new AnalysisException(
                $"{table.Name} holds metrics of one model ({string.Join(", ", metrics.Take(3))}"
                    + $"{(metrics.Length > 3 ? $" and {metrics.Length - 3:N0} more" : "")}), not a column a model: give one such "
                    + "file a model, or name the columns that are models with --columns."
            );
    }
}
