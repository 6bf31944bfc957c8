using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Outcomes, metrics and covariates of the rows of an evaluation.</summary>
public sealed class EvaluationData
{
    private readonly List<string> _warnings;

    private EvaluationData(string name, bool[] outcomes, List<string> warnings) =>
        (Name, Outcomes, _warnings) = (name, outcomes, warnings);

    /// <summary>Name of the table.</summary>
    public string Name { get; }

    /// <summary>Whether each row was answered right. [rows]</summary>
    public bool[] Outcomes { get; private init; }

    /// <summary>Metrics by name; NaN where a row has none. [metrics][rows]</summary>
    public IReadOnlyDictionary<string, double[]> Metrics { get; private init; } = new Dictionary<string, double[]>();

    /// <summary>Covariates by name, kinds as 0 and 1. [covariates][rows]</summary>
    public IReadOnlyDictionary<string, double[]> Covariates { get; private init; } = new Dictionary<string, double[]>();

    /// <summary>The kind of each row; null where none was asked for. [rows]</summary>
    public string[]? Domains { get; private init; }

    /// <summary>The texts; null where the table has none. [rows]</summary>
    public string[]? Texts { get; private init; }

    /// <summary>
    /// Means of what the likeliest tokens say of whole distributions, by name; empty where entropies are whole.
    /// </summary>
    public IReadOnlyDictionary<string, double> Bounds { get; private init; } = new Dictionary<string, double>();

    /// <summary>What a reader has to know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Names of all columns: metrics, the outcome, and covariates.</summary>
    public IReadOnlyList<string> ColumnNames => [.. Metrics.Keys, "correct", .. Covariates.Keys];

    /// <summary>Takes an evaluation from a table.</summary>
    /// <exception cref="AnalysisException">
    /// A column is missing, or there are fewer than four rows or one class only; the message says which.
    /// </exception>
    public static EvaluationData Of(ScoreTable table, EvaluationOptions options)
    {
        var column = options.Outcome
            ?? table.FirstOf(KnownColumns.Outcome)
            ?? throw new AnalysisException(
                $"{table.Name} has no column of outcomes ({string.Join(", ", KnownColumns.Outcome)}); name it with --outcome. "
                    + $"It has {string.Join(", ", table.Columns.Take(30))}."
            );
        var warnings = table.Warnings.ToList();
        var all = table.Outcomes(column);
        var rows = Enumerable.Range(0, all.Length).Where(row => all[row] is not null).ToArray();
        if (rows.Length < all.Length)
            warnings.Add($"{all.Length - rows.Length:N0} of {all.Length:N0} rows have no outcome and were left out");
        rows = Balanced(rows, [.. rows.Select(row => all[row]!.Value)], options, warnings);
        bool[] outcomes = [.. rows.Select(row => all[row]!.Value)];
        Check(outcomes, column);
        var bounds = new Dictionary<string, double>();
        var metrics = EvaluationMetrics.Read(table, options, bounds, warnings);
        var texts = table.DocumentTexts();
        var domains = options.Domain is { } domain ? table.Texts(domain) : null;
        T[] Chosen<T>(T[] values) => [.. rows.Select(row => values[row])];
        var data = new EvaluationData(table.Name, outcomes, warnings)
        {
            Metrics = metrics.ToDictionary(metric => metric.Key, metric => Chosen(metric.Value)),
            Covariates = EvaluationCovariates
                .Read(table, options)
                .ToDictionary(covariate => covariate.Key, covariate => Chosen(covariate.Value)),
            Domains = domains is null ? null : Chosen([.. domains.Select(kind => kind ?? "(none)")]),
            Texts = texts is null ? null : Chosen([.. texts.Select(value => value ?? "")]),
            Bounds = bounds,
        };
        data.WarnOfDuplicates();
        return data;
    }

    /// <summary>Values of a column of <see cref="ColumnNames"/>; an outcome is 0 or 1. [rows]</summary>
    internal double[] Column(string name) =>
        Metrics.TryGetValue(name, out var metric) ? metric
        : Covariates.TryGetValue(name, out var covariate) ? covariate
        : [.. Outcomes.Select(outcome => outcome ? 1.0 : 0)];

    /// <summary>Rows that have a value of each of these columns.</summary>
    internal int[] RowsWith(string[] names)
    {
        double[][] columns = [.. names.Select(Column)];
        return
        [
            .. Enumerable.Range(0, Outcomes.Length).Where(row => columns.All(column => double.IsFinite(column[row]))),
        ];
    }

    /// <summary>Values of columns in some rows. [names][rows]</summary>
    internal double[][] Columns(string[] names, int[] rows) =>
        [.. names.Select(Column).Select(column => rows.Select(row => column[row]).ToArray())];

    /// <summary>Outcomes of some rows. [rows]</summary>
    internal bool[] OutcomesOf(int[] rows) => [.. rows.Select(row => Outcomes[row])];

    private static void Check(bool[] outcomes, string column)
    {
        if (outcomes.Length < 4)
            throw new AnalysisException(
                $"{outcomes.Length} rows with an outcome are too few; four is the least that a regression can be fitted to."
            );
        if (outcomes.All(outcome => outcome == outcomes[0]))
            throw new AnalysisException(
                $"all {outcomes.Length:N0} outcomes of \"{column}\" are {(outcomes[0] ? "true" : "false")}: "
                    + "with one class there is nothing to predict."
            );
    }

    private void WarnOfDuplicates()
    {
        var rows = Texts?.GroupBy(text => text).Where(group => group.Count() > 1).Sum(group => group.Count()) ?? 0;
        if (rows > 0)
            _warnings.Add($"{rows:N0} rows share their text with another one; they are no independent evidence");
    }

    private static int[] Balanced(int[] rows, bool[] outcomes, EvaluationOptions options, List<string> warnings)
    {
        if (options.BalanceSeed is not { } seed)
            return rows;
        var kept = Balancing.Rows(outcomes, seed);
        warnings.Add(
            $"classes were made equal: {rows.Length - kept.Length:N0} of {rows.Length:N0} rows of the larger one were left out, "
                + $"chosen by seed {seed}; another seed gives other numbers"
        );
        return [.. kept.Select(i => rows[i])];
    }
}
