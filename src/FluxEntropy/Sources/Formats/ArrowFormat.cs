namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Apache Arrow's IPC formats: the stream, as <c>save_to_disk</c> of Hugging Face datasets writes it, and the file, which
/// is Feather's second version as well.
/// </summary>
internal sealed class ArrowFormat : ISourceFormat
{
    public string Name => "arrow";

    public string Title => "Arrow";

    public IReadOnlyList<string> Extensions { get; } = [".arrow", ".arrows", ".feather", ".ipc"];

    // A message begins with a continuation marker and the length of its metadata, which is far below 16 MiB.
    public bool Begins(ReadOnlySpan<byte> start) =>
        start.StartsWith(ArrowTable.Magic) || start is [0xff, 0xff, 0xff, 0xff, _, _, _, 0, ..];

    public IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        CancellationToken cancellationToken
    ) => ArrowTable.ReadAsync(content, options, cancellationToken);
}
