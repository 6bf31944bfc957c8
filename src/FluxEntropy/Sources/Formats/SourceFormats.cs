namespace FluxEntropy.Sources.Formats;

/// <summary>
/// The formats that sources are read in. A new one is a class of its own and a line here; help texts list what stands
/// here.
/// </summary>
public static class SourceFormats
{
    /// <summary>UTF-8 text, which is what bytes are that nothing else claims.</summary>
    public static ISourceFormat Text { get; } = new PlainText();

    /// <summary>All of them, as help texts list them.</summary>
    public static IReadOnlyList<ISourceFormat> All { get; } =
    [
        Text,
        new JsonLines(),
        new CsvFormat("csv", "CSV", ',', ".csv"),
        new CsvFormat("tsv", "TSV", '\t', ".tsv", ".tab"),
        new ParquetFormat(),
        new ArrowFormat(),
        new WarcFormat(),
    ];

    /// <summary>The format of a name such as <c>jsonl</c>, or null.</summary>
    public static ISourceFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);

    /// <summary>Whether a name ends in an extension of one of them.</summary>
    internal static bool IsNamed(string name) => OfName(name) is not null;

    /// <summary>What a file's name says, once the name of a compression is taken off; null where it says nothing.</summary>
    internal static ISourceFormat? OfName(string name) =>
        All.FirstOrDefault(format => format.Extensions.Contains(Path.GetExtension(name).ToLowerInvariant()));

    /// <summary>What first bytes say; text where they say nothing.</summary>
    public static ISourceFormat OfStart(byte[] start) => All.FirstOrDefault(format => format.Begins(start)) ?? Text;
}
