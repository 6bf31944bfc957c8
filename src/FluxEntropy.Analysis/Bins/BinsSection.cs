using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The section about the bins, with examples of each.</summary>
internal static class BinsSection
{
    private const int ExampleLength = 300;

    public static Section Of(BinsFindings f) =>
        new("Bins", $"Bins of {f.Metrics[0]}; each holds what is above its lower boundary and up to its upper one.")
        {
            Tables =
            [
                ReportTable.Of(
                    "bins",
                    ["bin", "above", "up to", "texts", "share", "share of tokens", "mean", "share right"],
                    f.Bins,
                    bin => [bin.Bin, bin.Low, bin.High, bin.Count, bin.Share, bin.TokenShare, bin.Mean, bin.Accuracy]
                ),
                ReportTable.Of(
                    "examples",
                    ["bin", f.Metrics[0], "id", "text"],
                    f.Bins.SelectMany(bin => bin.Examples, (bin, example) => (bin.Bin, Example: example)),
                    row => [row.Bin, row.Example.Value, row.Example.Id, Short(row.Example.Text)]
                ),
            ],
        };

    private static string? Short(string? text) =>
        text?.ReplaceLineEndings(" ") is { Length: > ExampleLength } line
            ? line[..ExampleLength] + "…"
            : text?.ReplaceLineEndings(" ");
}
