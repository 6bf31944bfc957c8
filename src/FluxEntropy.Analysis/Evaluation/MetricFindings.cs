using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// What one metric says about outcomes. Where there is no answer the value is null, and <see cref="Refusals"/> says
/// why.
/// </summary>
public sealed class MetricFindings
{
    private MetricFindings(string name, double[] values, bool[] outcomes, int dropped)
    {
        (Name, Values, Outcomes, Dropped) = (name, values, outcomes, dropped);
        (Right, Wrong) = ([.. values.Where((_, i) => outcomes[i])], [.. values.Where((_, i) => !outcomes[i])]);
    }

    /// <summary>Name of the metric.</summary>
    public string Name { get; }

    /// <summary>Values of the rows that have one. [rows]</summary>
    public double[] Values { get; }

    /// <summary>Outcomes of the same rows. [rows]</summary>
    public bool[] Outcomes { get; }

    /// <summary>Rows that have no value that can be used: none at all, or an infinite one.</summary>
    public int Dropped { get; }

    /// <summary>Of those, the ones whose value is infinite.</summary>
    public int Infinite { get; private init; }

    /// <summary>Values of right and of wrong answers.</summary>
    public double[] Right { get; }

    /// <inheritdoc cref="Right"/>
    public double[] Wrong { get; }

    /// <summary>
    /// Whether it is the same in every row: then there is nothing to test, and the ROC curve is the diagonal.
    /// </summary>
    public bool IsConstant { get; private init; }

    /// <summary>What it looks like.</summary>
    public Summary? Basic { get; private init; }

    /// <summary>Logistic regression on it alone.</summary>
    public LogisticRegression? Logit { get; private set; }

    /// <summary>ROC curve of the value itself as a predictor of a right answer.</summary>
    public RocCurve? Roc { get; private set; }

    /// <summary>Analysis of variance of right against wrong.</summary>
    public OneWayAnova? Anova { get; private set; }

    /// <summary>Other tests of right against wrong.</summary>
    public TwoSamples? Two { get; private set; }

    /// <summary>Outcomes by quantile bins.</summary>
    public QuantileBins? Bins { get; private set; }

    /// <summary>Whether the share of right answers rises or falls along the bins.</summary>
    public TrendTest? Trend { get; private set; }

    /// <summary>Intervals from resampled rows.</summary>
    public Bootstrap? Bootstrap { get; private set; }

    /// <summary>Why there is no answer where there is none.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>Analyses a metric over the rows that have a finite value of it.</summary>
    public static MetricFindings Of(string name, double[] values, bool[] outcomes, EvaluationOptions options)
    {
        var rows = Enumerable.Range(0, values.Length).Where(row => double.IsFinite(values[row])).ToArray();
        double[] kept = [.. rows.Select(row => values[row])];
        bool[] keptOutcomes = [.. rows.Select(row => outcomes[row])];
        var isConstant = kept.Length > 0 && kept.All(value => value == kept[0]);
        var findings = new MetricFindings(name, kept, keptOutcomes, values.Length - rows.Length)
        {
            IsConstant = isConstant,
            Infinite = values.Count(double.IsInfinity),
            Basic = kept.Length > 0 ? Summary.Of(kept) : null,
        };
        findings.Find(options);
        return findings;
    }

    private void Find(EvaluationOptions options)
    {
        if (Right.Length < 2 || Wrong.Length < 2)
        {
            Refusals.Add(
                $"{Name}: {Right.Length} right and {Wrong.Length} wrong answers have a value; at least two of each are needed"
            );
            return;
        }
        Roc = RocCurve.Of(Values, Outcomes);
        if (IsConstant)
        {
            Refusals.Add(
                FormattableString.Invariant(
                    $"{Name} is {Values[0]} in every row: a constant tells nothing apart (AUC 0.5), and no test was made"
                )
            );
            return;
        }
        Logit = Try(() => LogisticRegression.Fit([Name], [Values], Outcomes));
        (Anova, Two) = (OneWayAnova.Of([Right, Wrong]), TwoSamples.Of(Right, Wrong));
        Bins = Try(() => QuantileBins.Of(Values, Outcomes, options.Bins));
        Trend = Bins is null ? null : TrendTest.Of(Bins.Table);
        if (Bins is not null && Bins.Labels.Length < options.Bins)
            Refusals.Add(
                $"{Name}: {options.Bins} quantile bins collapse to {Bins.Labels.Length}, because so many values are equal"
            );
        if (Bins is not null && Bins.Expected.Min(row => row.Min()) < 5)
            Refusals.Add($"{Name}: some bins expect fewer than five answers of a class, for which χ² is inexact");
        Bootstrap = options.Draws > 0 ? Statistics.Bootstrap.Of(Values, Outcomes, options.Draws) : null;
    }

    private T? Try<T>(Func<T> of)
        where T : class
    {
        try
        {
            return of();
        }
        catch (StatisticsException refused)
        {
            Refusals.Add(refused.Message);
            return null;
        }
    }
}
