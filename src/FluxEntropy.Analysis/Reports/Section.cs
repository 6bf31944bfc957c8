using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Analysis.Reports;

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
