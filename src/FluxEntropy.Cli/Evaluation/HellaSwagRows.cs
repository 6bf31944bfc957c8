using FluxEntropy.Cli.Output;
using FluxEntropy.Metrics;
using FluxEntropy.Tables;
using FluxEntropy.Tables.CsvFiles;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>
/// A row an item: what was answered, whether it was right, and every metric of the context; 'flux analyze eval' reads
/// it.
/// </summary>
internal static class HellaSwagRows
{
    public static IReadOnlyList<TableField> Fields { get; } =
    [
        new("index", FieldKind.Integer),
        new("source", FieldKind.Text),
        new("activity", FieldKind.Text),
        new("text", FieldKind.Text),
        new("label", FieldKind.Integer),
        new("correct", FieldKind.Integer),
        new("acc", FieldKind.Integer),
        new("acc_norm", FieldKind.Integer),
        new("acc_tokens", FieldKind.Integer),
        new("choice_acc", FieldKind.Integer),
        new("choice_acc_norm", FieldKind.Integer),
        new("choice_tokens", FieldKind.Integer),
        new("chars", FieldKind.Integer),
        new("tokens", FieldKind.Integer),
        .. MetricCatalog.BuiltIn.Names.Select(name => new TableField(name, FieldKind.Real)),
    ];

    public static void Write(ITableWriter sink, HellaSwagResult result, Func<HellaSwagResult, bool> isCorrect)
    {
        var (item, answer) = (result.Item, result.Answer);
        int Right(int choice) => choice == item.Label ? 1 : 0;
        sink.Integer(item.Index);
        sink.Text(item.Source.Length > 0 ? item.Source : null);
        sink.Text(item.Activity);
        sink.Text(item.Context);
        foreach (
            var value in new[]
            {
                item.Label,
                isCorrect(result) ? 1 : 0,
                Right(answer.Acc),
                Right(answer.AccNorm),
                Right(answer.ByTokens),
                answer.Acc,
                answer.AccNorm,
                answer.ByTokens,
                item.Context.EnumerateRunes().Count(),
                result.Context.TokenIds.Length,
            }
        )
            sink.Integer(value);
        foreach (var metric in result.Context.Metrics)
            sink.Real(metric);
        sink.EndRow();
    }

    /// <summary>Writes all rows to a file, Parquet or CSV by its name, and publishes it.</summary>
    public static async Task WriteAsync(
        OutputFile file,
        string path,
        IEnumerable<HellaSwagResult> results,
        Func<HellaSwagResult, bool> isCorrect
    )
    {
        ITableWriter writer =
            FileNames.Extension(path) == ".parquet"
                ? await ParquetTableWriter.CreateAsync(file.Stream, Fields, new Dictionary<string, string>())
                : new CsvTableWriter(
                    new StreamWriter(file.Stream, bufferSize: 1 << 16),
                    Fields.Select(field => field.Name)
                );
        foreach (var result in results)
        {
            Write(writer, result, isCorrect);
            await writer.FlushAsync();
        }
        await writer.FinishAsync();
        await file.PublishAsync();
    }
}
