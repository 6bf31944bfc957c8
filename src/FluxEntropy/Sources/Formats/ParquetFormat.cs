namespace FluxEntropy.Sources.Formats;

/// <summary>Apache Parquet.</summary>
internal sealed class ParquetFormat : ISourceFormat
{
    public string Name => "parquet";

    public string Title => "Parquet";

    public IReadOnlyList<string> Extensions { get; } = [".parquet", ".parq", ".pq"];

    public bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("PAR1"u8);

    public IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        CancellationToken cancellationToken
    ) => ParquetTable.ReadAsync(content, options, cancellationToken);
}
