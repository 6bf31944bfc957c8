using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Tables;
using FluxEntropy.Tables.ParquetFiles;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>
/// A Parquet file: a row a document, with its text, rank, bucket, tokens, every metric, and a column
/// <c>metadata.FIELD</c> for each field that a document of the selection has; which those are is counted first.
/// </summary>
internal sealed class ParquetExport(OutputFile file, ExportSummary summary) : IExport
{
    private const int MaxFields = 1000;

    private static readonly TableField[] Fields =
    [
        new("id", FieldKind.Text),
        new("text", FieldKind.Text),
        new("rank", FieldKind.Long),
        new("bucket", FieldKind.Integer),
        new("tokens", FieldKind.Integer),
    ];

    private readonly SortedSet<string> _metadata = new(StringComparer.Ordinal);
    private ParquetTableWriter? _sink;

    public bool CountsFirst => true;

    public void Ask(QueryRequest request) => request.IncludeText = true;

    /// <exception cref="CommandFailedException">There are too many fields for a column each.</exception>
    public void Count(ScoredDocument document)
    {
        _metadata.UnionWith(document.Metadata.Keys);
        if (_metadata.Count > MaxFields)
            throw new CommandFailedException(
                $"the metadata of these documents has more than {MaxFields:N0} fields, too many for a column each: "
                    + "export them with --format jsonl"
            );
    }

    /// <exception cref="CommandFailedException">The document has a field that was not counted.</exception>
    public async ValueTask AddAsync(ScoredDocument document, int bucket)
    {
        _sink ??= await BeginAsync();
        if (document.Metadata.Keys.FirstOrDefault(name => !_metadata.Contains(name)) is { } late)
            throw new CommandFailedException(
                $"document '{document.Id}' brought the metadata field '{late}' while it was exported: run it again"
            );
        _sink.Text(document.Id);
        _sink.Text(document.Text);
        _sink.Long(document.HeldOut ? null : (long)document.Rank);
        _sink.Integer(bucket + 1);
        _sink.Integer((int)document.Tokens);
        foreach (var metric in summary.Metrics)
            _sink.Real(document.Metrics.TryGetValue(metric, out var value) ? (float)value : float.NaN);
        foreach (var name in _metadata)
            _sink.Text(document.Metadata.TryGetValue(name, out var value) ? value : null);
        _sink.EndRow();
        await _sink.FlushAsync();
    }

    public async Task PublishAsync(ExportSummary published)
    {
        await (_sink ??= await BeginAsync()).FinishAsync();
        await file.PublishAsync();
    }

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private Task<ParquetTableWriter> BeginAsync() =>
        ParquetTableWriter.CreateAsync(
            file.Stream,
            [
                .. Fields,
                .. summary.Metrics.Select(name => new TableField(name, FieldKind.Real)),
                .. _metadata.Select(name => new TableField($"metadata.{name}", FieldKind.Text)),
            ],
            new Dictionary<string, string>
            {
                ["fluxentropy.corpus"] = summary.Corpus,
                ["fluxentropy.metric"] = summary.Metric,
                ["fluxentropy.model"] = summary.Model,
                ["fluxentropy.profile"] = summary.Profile,
            }
        );
}
