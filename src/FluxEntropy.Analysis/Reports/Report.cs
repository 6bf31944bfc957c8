using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Analysis.Reports;

/// <summary>What an analysis found, to be read, looked at, and computed with.</summary>
/// <param name="Title">What was analysed.</param>
/// <param name="Answers">The short answer: a few plain sentences.</param>
/// <param name="Warnings">What a reader has to know before relying on it.</param>
/// <param name="Sections">Everything, in reading order.</param>
/// <param name="Numbers">All numbers, to be written as JSON.</param>
public sealed record Report(string Title, IReadOnlyList<string> Answers, IReadOnlyList<string> Warnings, IReadOnlyList<Section> Sections, object Numbers)
{
    /// <summary>More files of JSON by their names, for programs that expect them.</summary>
    public IReadOnlyDictionary<string, object> Files { get; init; } = new Dictionary<string, object>();
}

/// <summary>A part of a report.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">What is to be seen, in plain words.</param>
public sealed record Section(string Title, string Text)
{
    /// <summary>Pictures, each with a caption.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Text whose spaces count, such as a summary in the layout of statsmodels.</summary>
    public IReadOnlyList<string> Preformatted { get; init; } = [];

    /// <summary>Words with a colour each, shown as running text.</summary>
    public IReadOnlyList<HeatText> Heat { get; init; } = [];
}

/// <summary>A table of a report, and a file of its own.</summary>
/// <param name="Name">Name of its file, without an extension.</param>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Text, whole numbers, real numbers, or null. [rows][columns]</param>
public sealed record ReportTable(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>Rows that a page shows; the file holds them all.</summary>
    public int Shown { get; init; } = 40;

    /// <summary>A square table with a name for each row and column.</summary>
    public static ReportTable Matrix(string name, string corner, IReadOnlyList<string> names, double[][] values) =>
        new(name, [corner, .. names], [.. values.Select((row, i) => (IReadOnlyList<object?>)[names[i], .. row.Cast<object?>()])]);
}

/// <summary>Tokens of a text with a value each.</summary>
/// <param name="Caption">What the values are, with their unit.</param>
/// <param name="Tokens">Text and value of each token; NaN where there is none.</param>
/// <param name="Maximum">Value of the strongest colour.</param>
public sealed record HeatText(string Caption, IReadOnlyList<(string Text, double Value)> Tokens, double Maximum);
