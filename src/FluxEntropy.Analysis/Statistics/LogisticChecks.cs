namespace FluxEntropy.Analysis.Statistics;

/// <summary>What makes a logistic regression impossible.</summary>
internal static class LogisticChecks
{
    public static void Require(IReadOnlyList<string> names, IReadOnlyList<double[]> predictors, bool[] outcomes)
    {
        if (outcomes.All(outcome => outcome == outcomes[0]))
            throw new StatisticsException(
                $"all {outcomes.Length} outcomes are {(outcomes[0] ? "true" : "false")}: with one class there is nothing to tell apart."
            );
        for (var i = 0; i < names.Count; i++)
        {
            if (predictors[i].All(value => value == predictors[i][0]))
                throw new StatisticsException(
                    $"{names[i]} is {predictors[i][0]} in every row: a constant predicts nothing. Leave it out."
                );
        }
        if (outcomes.Length <= names.Count + 1)
            throw new StatisticsException($"{outcomes.Length} rows are too few for {names.Count + 1} coefficients.");
        for (var i = 0; i < names.Count; i++)
        {
            if (!Overlap(predictors[i], outcomes))
                throw Separation([names[i]], isComplete: !Touch(predictors[i], outcomes));
        }
        if (Collinearity.Of(predictors) is { IsExact: true } collinearity)
            throw new CollinearPredictorsException(
                $"{Listed([.. names.Where((_, i) => double.IsInfinity(collinearity.Vif[i]))])} are linear combinations of each "
                    + "other: their coefficients cannot be told apart. Leave one out.",
                collinearity.Vif
            );
    }

    public static StatisticsException Separation(IReadOnlyList<string> names, bool isComplete) =>
        new(
            isComplete
                ? $"{Listed(names)} separate the outcomes completely: the likelihood has no maximum, and a coefficient could be "
                    + "as large as one likes. Compare the groups' ranges, or use coefficients that a penalty keeps small."
                : $"{Listed(names)} separate the outcomes, but for rows of equal values: the likelihood has no maximum. "
                    + "Compare the groups' ranges, or use coefficients that a penalty keeps small."
        );

    public static string Listed(IReadOnlyList<string> names) => string.Join(" and ", names);

    /// <summary>Whether the values of the classes of one predictor overlap; where they only touch, they do not.</summary>
    private static bool Overlap(double[] values, bool[] outcomes)
    {
        var (yes, no) = (values.Where((_, row) => outcomes[row]), values.Where((_, row) => !outcomes[row]));
        return yes.Max() > no.Min() && no.Max() > yes.Min();
    }

    private static bool Touch(double[] values, bool[] outcomes)
    {
        var (yes, no) = (values.Where((_, row) => outcomes[row]), values.Where((_, row) => !outcomes[row]));
        return yes.Max() == no.Min() || no.Max() == yes.Min();
    }
}
