using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Outcomes, metrics and covariates of the rows of an evaluation.</summary>
public sealed class EvaluationData
{
    private const string LikeliestTokens = "last_token_predictions";
    private const int MostKinds = 10;

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

    /// <summary>Means of what the likeliest tokens say of whole distributions, by name; empty where entropies are whole.</summary>
    public IReadOnlyDictionary<string, double> Bounds { get; private init; } = new Dictionary<string, double>();

    /// <summary>What a reader has to know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Takes an evaluation from a table.</summary>
    /// <exception cref="AnalysisException">A column is missing, or there are fewer than four rows or one class only; the message says which.</exception>
    public static EvaluationData Of(ScoreTable table, EvaluationOptions options)
    {
        var column = options.Outcome
            ?? table.FirstOf(KnownColumns.Outcome)
            ?? throw new AnalysisException(
                $"{table.Name} has no column of outcomes ({string.Join(", ", KnownColumns.Outcome)}); name it with --outcome. It has {string.Join(", ", table.Columns.Take(30))}."
            );
        var warnings = table.Warnings.ToList();
        var all = table.Outcomes(column);
        var rows = Enumerable.Range(0, all.Length).Where(row => all[row] is not null).ToArray();
        if (rows.Length < all.Length)
            warnings.Add($"{all.Length - rows.Length:N0} of {all.Length:N0} rows have no outcome and were left out");
        rows = Balanced(rows, [.. rows.Select(row => all[row]!.Value)], options, warnings);
        bool[] outcomes = [.. rows.Select(row => all[row]!.Value)];
        if (outcomes.Length < 4)
            throw new AnalysisException(
                $"{outcomes.Length} rows with an outcome are too few; four is the least that a regression can be fitted to."
            );
        if (outcomes.All(outcome => outcome == outcomes[0]))
            throw new AnalysisException(
                $"all {outcomes.Length:N0} outcomes of \"{column}\" are {(outcomes[0] ? "true" : "false")}: with one class there is nothing to predict."
            );
        var bounds = new Dictionary<string, double>();
        var metrics = MetricsOf(table, options, bounds, warnings);
        var texts = table.DocumentTexts();
        var domains = options.Domain is { } domain ? table.Texts(domain) : null;
        T[] Chosen<T>(T[] values) => [.. rows.Select(row => values[row])];
        var data = new EvaluationData(table.Name, outcomes, warnings)
        {
            Metrics = metrics.ToDictionary(metric => metric.Key, metric => Chosen(metric.Value)),
            Covariates = CovariatesOf(table, options)
                .ToDictionary(covariate => covariate.Key, covariate => Chosen(covariate.Value)),
            Domains = domains is null ? null : Chosen([.. domains.Select(kind => kind ?? "(none)")]),
            Texts = texts is null ? null : Chosen([.. texts.Select(value => value ?? "")]),
            Bounds = bounds,
        };
        data.WarnOfTwins();
        return data;
    }

    private void WarnOfTwins()
    {
        if (
            Texts?.GroupBy(text => text).Where(group => group.Count() > 1).Sum(group => group.Count())
            is > 0
                and var rows
        )
            _warnings.Add($"{rows:N0} rows share their text with another one; they are no independent evidence");
    }

    private static int[] Balanced(int[] rows, bool[] outcomes, EvaluationOptions options, List<string> warnings)
    {
        if (options.BalanceSeed is not { } seed)
            return rows;
        var kept = Balancing.Rows(outcomes, seed);
        warnings.Add(
            $"classes were made equal: {rows.Length - kept.Length:N0} of {rows.Length:N0} rows of the larger one were left out, chosen by seed {seed}; another seed gives other numbers"
        );
        return [.. kept.Select(i => rows[i])];
    }

    private static Dictionary<string, double[]> MetricsOf(
        ScoreTable table,
        EvaluationOptions options,
        Dictionary<string, double> bounds,
        List<string> warnings
    )
    {
        if (options.Metrics is { } named)
            return named.Distinct().ToDictionary(name => name, table.Numbers);
        var (entropy, varentropy) =
            table.Has(LikeliestTokens)
            && (options.LastToken || options.OriginalBase2 || table.FirstOf(Names("entropy", options)) is null)
                ? OfLikeliest(table, options, bounds, warnings)
                : (
                    table.FirstOf(Names("entropy", options)) is { } h ? table.Numbers(h) : null,
                    table.FirstOf(Names("varentropy", options)) is { } v ? table.Numbers(v) : null
                );
        var metrics = new Dictionary<string, double[]>();
        if (entropy is not null)
            metrics["entropy"] = entropy;
        if (varentropy is not null)
        {
            metrics["varentropy"] = varentropy;
            metrics["sqrt_varentropy"] = [.. varentropy.Select(Math.Sqrt)];
        }
        if (entropy is not null && varentropy is not null)
        {
            metrics["composite_metric"] = [.. entropy.Zip(varentropy, (h, v) => h * h + v)];
            metrics["sqrt_composite_metric"] = [.. metrics["composite_metric"].Select(Math.Sqrt)];
        }
        return metrics.Count > 0
            ? metrics
            : throw new AnalysisException(
                $"{table.Name} has no column {string.Join(", ", Names("entropy", options).Concat(Names("varentropy", options)))}: name metrics with --metrics ({string.Join(", ", table.NumericColumns.Take(30))})."
            );
    }

    private static string[] Names(string metric, EvaluationOptions options) =>
        options.LastToken ? [$"{metric}.last", $"last_token_{metric}"] : [$"{metric}.mean", metric];

    private static (double[], double[]) OfLikeliest(
        ScoreTable table,
        EvaluationOptions options,
        Dictionary<string, double> bounds,
        List<string> warnings
    )
    {
        var cells = table.Texts(LikeliestTokens);
        var (entropy, varentropy) = (new double[cells.Length], new double[cells.Length]);
        var tops = new List<TopTokens>();
        var faults = new List<string>();
        for (var row = 0; row < cells.Length; row++)
        {
            try
            {
                var logProbabilities = PythonLiteral.LogProbabilities(
                    cells[row] ?? throw new FormatException("there are no likeliest tokens.")
                );
                var vocabulary = options.Vocabulary ?? int.MaxValue;
                var top = TopTokens.Of(logProbabilities, vocabulary);
                tops.Add(top);
                (entropy[row], varentropy[row]) = options.OriginalBase2
                    ? TopTokens.OriginalBase2(logProbabilities, vocabulary)
                    : (top.Entropy, top.Varentropy);
            }
            catch (FormatException fault)
            {
                (entropy[row], varentropy[row]) = (double.NaN, double.NaN);
                faults.Add($"row {row + 1:N0}: {fault.Message}");
            }
        }
        if (tops.Count == 0)
            throw new AnalysisException($"{table.Name}: no row of \"{LikeliestTokens}\" could be read; {faults[0]}");
        if (faults.Count > 0)
            warnings.Add(
                $"{faults.Count:N0} rows of \"{LikeliestTokens}\" could not be read, the first being {faults[0]}"
            );
        bounds["rows"] = tops.Count;
        bounds["mean_top_mass"] = tops.Average(top => top.TopMass);
        bounds["mean_entropy_of_the_top"] = tops.Average(top => top.Entropy);
        bounds["mean_lower_bound"] = tops.Average(top => top.LowerBound);
        bounds["mean_upper_bound"] = options.Vocabulary is null
            ? double.PositiveInfinity
            : tops.Average(top => top.UpperBound);
        warnings.Add(
            FormattableString.Invariant(
                $"entropies are those of the likeliest tokens alone, scaled to sum 1: these hold {100 * bounds["mean_top_mass"]:0.0}% of the probability on average, and the whole entropy lies between {bounds["mean_lower_bound"]:0.00} and {(options.Vocabulary is null ? "a bound that --vocabulary would give" : FormattableString.Invariant($"{bounds["mean_upper_bound"]:0.00}"))} nats on average"
            )
        );
        if (options.OriginalBase2)
            warnings.Add(
                "they are the original project's: 2^l of natural logarithms, in bits, which is the entropy of a flatter distribution than the model's (temperature 1/ln 2)"
            );
        return (entropy, varentropy);
    }

    private static Dictionary<string, double[]> CovariatesOf(ScoreTable table, EvaluationOptions options)
    {
        var covariates = new Dictionary<string, double[]>();
        var characters = table.Characters();
        foreach (var name in options.Covariates ?? (characters is null ? [] : ["chars"]))
        {
            if (name == "chars" && characters is not null)
                covariates["chars"] = characters;
            else if (table.NumericColumns.Contains(name))
                covariates[name] = table.Numbers(name);
            else
                AddKinds(table, name, covariates);
        }
        return covariates;
    }

    // Each kind but the first is 0 or 1.
    private static void AddKinds(ScoreTable table, string name, Dictionary<string, double[]> covariates)
    {
        var cells = table.Texts(name);
        var kinds = cells.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        if (kinds.Length is < 2 or > MostKinds)
            throw new AnalysisException(
                $"{table.Name}: column \"{name}\" has {kinds.Length:N0} kinds of words; a covariate is a number, or has 2 to {MostKinds} kinds."
            );
        foreach (var kind in kinds.Skip(1))
            covariates[$"{name}={kind}"] =
            [
                .. cells.Select(cell =>
                    cell is null ? double.NaN
                    : cell == kind ? 1
                    : 0
                ),
            ];
    }
}
