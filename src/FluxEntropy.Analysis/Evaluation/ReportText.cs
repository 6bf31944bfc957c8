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

    /// <summary>The predictors of a regression.</summary>
    public static string Name(LogisticRegression fit) =>
        string.Join(" + ", fit.Terms.Skip(1).Select(term => term.Name));
}
