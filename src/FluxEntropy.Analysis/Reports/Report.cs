namespace FluxEntropy.Analysis.Reports;

/// <summary>What an analysis found, to be read, looked at, and computed with.</summary>
/// <param name="Title">What was analysed.</param>
/// <param name="Answers">The short answer: a few plain sentences.</param>
/// <param name="Warnings">What a reader has to know before relying on it.</param>
/// <param name="Sections">Everything, in reading order.</param>
/// <param name="Numbers">All numbers, to be written as JSON.</param>
public sealed record Report(
    string Title,
    IReadOnlyList<string> Answers,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<Section> Sections,
    object Numbers
)
{
    /// <summary>More files of JSON by their names, for programs that expect them.</summary>
    public IReadOnlyDictionary<string, object> Files { get; init; } = new Dictionary<string, object>();
}
