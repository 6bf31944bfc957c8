namespace FluxEntropy.Sources;

/// <summary>A format that documents are read from; one that is new is listed in <see cref="Formats.SourceFormats"/>.</summary>
public interface ISourceFormat
{
    /// <summary>Name by which a person asks for it, such as <c>jsonl</c>.</summary>
    string Name { get; }

    /// <summary>What it is called in a sentence, such as <c>JSON lines</c>.</summary>
    string Title { get; }

    /// <summary>File extensions that mean it, each with its dot and in lower case.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether bytes that have no name are in this format; text, which has no magic, is what remains.</summary>
    /// <param name="start">The first bytes, 512 of them where there are as many.</param>
    bool Begins(ReadOnlySpan<byte> start);

    /// <summary>Reads everything once, in order. Damage throws <see cref="InvalidDataException"/>, or comes as a rejection.</summary>
    IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        CancellationToken cancellationToken
    );
}
