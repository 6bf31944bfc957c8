using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The short answer of an analysis of bins.</summary>
internal static class BinsAnswers
{
    private const int DriftsAnswered = 3;

    public static IEnumerable<string> Of(BinsFindings f) => [Boundaries(f), NearTies(f), .. Drifts(f)];

    private static string Boundaries(BinsFindings f)
    {
        var summary = f.Summaries[0].Summary;
        var boundaries = f.Options.Quantiles.Select((q, i) => Invariant($"{q * 100:0.##}%: {f.Boundaries[i]:0.000}"));
        return Invariant($"{f.Metrics[0]}: mean {summary.Mean:0.000}, standard deviation {summary.StdDdof1:0.000}, ")
            + Invariant($"{summary.Min:0.000} to {summary.Max:0.000}; boundaries {string.Join(", ", boundaries)}.");
    }

    private static string NearTies(BinsFindings f)
    {
        var (equal, near) = f.NearTies();
        return Invariant($"{equal:N0} texts share their value with another one, and {near:N0} lie within 1/4096 of a ")
            + "boundary: which bin those are in is a matter of chance.";
    }

    private static IEnumerable<string> Drifts(BinsFindings f)
    {
        foreach (var (metric, drift) in f.Drifts.Take(DriftsAnswered))
        {
            var verdict =
                drift.Psi < 0.1 ? "stable"
                : drift.Psi < 0.25 ? "somewhat shifted"
                : "shifted";
            yield return Invariant($"{metric} against {f.Later!.Value.Name}: {verdict} ")
                + Invariant($"(population stability index {drift.Psi:0.000}; ")
                + Invariant($"Kolmogorov-Smirnov D {drift.KsD:0.000}, {P(drift.KsP)}).");
        }
    }

    // No p is 0.
    private static string P(double p) => p < 0.001 ? "p < 0.001" : Invariant($"p = {p:0.000}");
}
