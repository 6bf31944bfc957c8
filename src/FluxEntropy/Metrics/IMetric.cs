using FluxEntropy.Sketches;

namespace FluxEntropy.Metrics;

/// <summary>
/// One number about a document, and everything there is to say of it. A metric is one class in one file: the catalogue
/// finds it, and whatever else needs to know something about it asks it. What it is measured from decides which of the
/// derived interfaces it implements: <see cref="ITokenMetric"/> today.
/// </summary>
public interface IMetric
{
    /// <summary>
    /// Name by which scores are asked for: lower-case words of a to z, 0 to 9 and '_', joined by dots, such as
    /// <c>entropy.mean</c>. At most 64 characters.
    /// </summary>
    string Name { get; }

    /// <summary>
    /// Unit of the value, such as <c>nats</c>, <c>nats²</c>, <c>bits/byte</c> or <c>probability</c>; <c>1</c> for a plain
    /// number.
    /// </summary>
    string Unit { get; }

    /// <summary>The formula in one line.</summary>
    string Formula { get; }

    /// <summary>Where the formula comes from: a paper, or the definition that it follows from.</summary>
    string Source { get; }

    /// <summary>What it is measured from.</summary>
    MetricNeeds Needs { get; }

    /// <summary>How values map to the cells of the sketch that counts them.</summary>
    CellMapping Cells { get; }

    /// <summary>
    /// Raised whenever the definition changes value or cells. Scores of an earlier version stay what they are, under a
    /// column of their own: documents that have only those are not scored under the new one. The default value is 1.
    /// </summary>
    int Version => 1;
}
