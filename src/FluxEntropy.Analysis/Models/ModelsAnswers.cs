using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>The short answer of a comparison of models.</summary>
internal static class ModelsAnswers
{
    public static IReadOnlyList<string> Of(ModelsFindings f) => [Orders(f), Levels(f), Agreement(f), Distances(f)];

    private static string Orders(ModelsFindings f)
    {
        var rho = ModelsFindings.OffDiagonal(f.Spearman.R).ToArray();
        var alike =
            rho.Average() > 0.7 ? "much"
            : rho.Average() > 0.4 ? "somewhat"
            : "hardly";
        if (rho.Length == 1)
            return Invariant($"The models order the texts {alike} alike: Spearman's ρ is {rho[0]:0.00}.");
        return Invariant(
                $"The models order the texts {alike} alike: Spearman's ρ between two is {rho.Average():0.00} on "
            ) + Invariant($"average ({rho.Min():0.00} to {rho.Max():0.00}), Kendall's W {f.KendallW.W:0.00}.");
    }

    private static string Levels(ModelsFindings f)
    {
        if (double.IsNaN(f.Comparison.LevelShare()))
            return "The models give every text the same value: nothing differs between them.";
        var (lowest, highest) = (f.Scores.Models[f.Lowest], f.Scores.Models[f.Highest]);
        return Invariant(
                $"{100 * f.Comparison.LevelShare():0}% of what differs between them is their level; {lowest} has the "
            )
            + Invariant($"lowest mean ({f.Summaries[f.Lowest].Mean:0.00}), ")
            + Invariant($"{highest} the highest ({f.Summaries[f.Highest].Mean:0.00}).");
    }

    private static string Agreement(ModelsFindings f) =>
        Invariant(
            $"Agreement of values: ICC(3,1) {f.Blocked.Icc31:0.00} without levels, ICC(2,1) {f.Blocked.Icc21:0.00} with them."
        );

    private static string Distances(ModelsFindings f)
    {
        var (names, distances) = (f.Scores.Models, ModelsFindings.OffDiagonal(f.Euclidean).ToArray());
        if (names.Count == 2)
            return Invariant($"{names[0]} and {names[1]} are {distances[0]:0.###} apart (Euclidean distance).");
        if (distances.Min() == distances.Max())
            return Invariant($"Every two models are {distances[0]:0.###} apart (Euclidean distance).");
        var closest = f.Pair(f.Euclidean, double.MaxValue, (a, b) => a < b);
        var farthest = f.Pair(f.Euclidean, double.MinValue, (a, b) => a > b);
        return $"Closest are {closest}, farthest apart {farthest} (Euclidean distance).";
    }
}
