using FluxEntropy.Analysis.Tables;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Entropy and varentropy from a column that holds only the likeliest tokens of each distribution.</summary>
internal static class LikeliestTokens
{
    /// <summary>The column, as the original project calls it.</summary>
    public const string Column = "last_token_predictions";

    /// <summary>Reads the column; rows that cannot be read are NaN.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">How.</param>
    /// <param name="bounds">Receives the means of what the likeliest tokens say of whole distributions.</param>
    /// <param name="warnings">Receives what a reader has to know.</param>
    /// <exception cref="AnalysisException">No row could be read.</exception>
    public static (double[] Entropy, double[] Varentropy) Read(
        ScoreTable table,
        EvaluationOptions options,
        Dictionary<string, double> bounds,
        List<string> warnings
    )
    {
        var cells = table.Texts(Column);
        var (entropy, varentropy) = (new double[cells.Length], new double[cells.Length]);
        var (tops, faults) = (new List<TopTokens>(), new List<string>());
        for (var row = 0; row < cells.Length; row++)
        {
            try
            {
                var (top, values) = Read(cells[row], options);
                tops.Add(top);
                (entropy[row], varentropy[row]) = values;
            }
            catch (FormatException fault)
            {
                (entropy[row], varentropy[row]) = (double.NaN, double.NaN);
                faults.Add($"row {row + 1:N0}: {fault.Message}");
            }
        }
        if (tops.Count == 0)
            throw new AnalysisException($"{table.Name}: no row of \"{Column}\" could be read; {faults[0]}");
        if (faults.Count > 0)
            warnings.Add($"{faults.Count:N0} rows of \"{Column}\" could not be read, the first being {faults[0]}");
        Describe(tops, options, bounds, warnings);
        return (entropy, varentropy);
    }

    private static (TopTokens Top, (double Entropy, double Varentropy) Values) Read(
        string? cell,
        EvaluationOptions options
    )
    {
        var logProbabilities = PythonLiteral.LogProbabilities(
            cell ?? throw new FormatException("there are no likeliest tokens.")
        );
        var vocabulary = options.Vocabulary ?? int.MaxValue;
        var top = TopTokens.Of(logProbabilities, vocabulary);
        return options.OriginalBase2
            ? (top, TopTokens.OriginalBase2(logProbabilities, vocabulary))
            : (top, (top.Entropy, top.Varentropy));
    }

    private static void Describe(
        List<TopTokens> tops,
        EvaluationOptions options,
        Dictionary<string, double> bounds,
        List<string> warnings
    )
    {
        bounds["rows"] = tops.Count;
        bounds["mean_top_mass"] = tops.Average(top => top.TopMass);
        bounds["mean_entropy_of_the_top"] = tops.Average(top => top.Entropy);
        bounds["mean_lower_bound"] = tops.Average(top => top.LowerBound);
        bounds["mean_upper_bound"] = options.Vocabulary is null
            ? double.PositiveInfinity
            : tops.Average(top => top.UpperBound);
        var upper = options.Vocabulary is null
            ? "a bound that --vocabulary would give"
            : Invariant($"{bounds["mean_upper_bound"]:0.00}");
        warnings.Add(
            "entropies are those of the likeliest tokens alone, scaled to sum 1: these hold "
                + Invariant(
                    $"{100 * bounds["mean_top_mass"]:0.0}% of the probability on average, and the whole entropy lies "
                )
                + Invariant($"between {bounds["mean_lower_bound"]:0.00} and {upper} nats on average")
        );
        if (options.OriginalBase2)
            warnings.Add(
                "they are the original project's: 2^l of natural logarithms, in bits, which is the entropy of a flatter "
                    + "distribution than the model's (temperature 1/ln 2)"
            );
    }
}
