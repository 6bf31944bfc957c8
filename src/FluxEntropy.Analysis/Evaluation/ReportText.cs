using System.Globalization;
using FluxEntropy.Analysis.Statistics;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>How figures of an evaluation are written for people.</summary>
internal static class ReportText
{
    public static string Interval((double Low, double High)? interval) =>
        interval is var (low, high) && double.IsFinite(low) ? Invariant($"{low:0.000} to {high:0.000}") : "–";

    public static string P(double p) =>
        p == 0 ? "< 1e-300"
        : p < 0.0001 ? p.ToString("0.0e-0", CultureInfo.InvariantCulture)
        : Invariant($"{p:0.0000}");

    /// <summary>An area under the curve of a high value taken for right, with what it says of the direction.</summary>
    public static string Auc(double auc) =>
        Invariant($"AUC {auc:0.000}")
        + Direction(auc) switch
        {
            "lower" => " (below 0.5: right answers are lower)",
            "higher" => " (above 0.5: right answers are higher)",
            _ => " (chance)",
        };

    /// <summary>Where right answers lie by an area under the curve.</summary>
    public static string Direction(double auc) =>
        auc < 0.5 ? "lower"
        : auc > 0.5 ? "higher"
        : "neither";

    /// <summary>Three decimals, as many as a panel has room for; what is smaller is below 0.001.</summary>
    public static string ShortP(double p) =>
        double.IsNaN(p) ? "–"
        : p < 0.001 ? "< 0.001"
        : Invariant($"{p:0.000}");

    /// <summary>The predictors of a regression.</summary>
    public static string Name(LogisticRegression fit) =>
        string.Join(" + ", fit.Terms.Skip(1).Select(term => term.Name));
}
