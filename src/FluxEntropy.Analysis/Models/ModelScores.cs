using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Models;

/// <summary>One metric of several models for the same texts.</summary>
/// <param name="Models">Names.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Values">[models][texts]</param>
/// <param name="Texts">The texts, or what else names them. [texts]</param>
/// <param name="Characters">Lengths of the texts; null where they are not known. [texts]</param>
/// <param name="Warnings">What was left out, and how texts were matched.</param>
public sealed record ModelScores(
    IReadOnlyList<string> Models,
    string Metric,
    IReadOnlyList<double[]> Values,
    IReadOnlyList<string> Texts,
    double[]? Characters,
    IReadOnlyList<string> Warnings
)
{
    private static readonly string[] NoModels =
    [
        "index",
        "prompt",
        "row",
        "rank",
        "chars",
        "words",
        "bytes",
        "tokens",
        "tokenCount",
        "shard",
    ];
    private const string OriginalValue = "_Characteristic_Value";

    /// <summary>Takes models from tables: a table each, or all from the columns of one.</summary>
    /// <param name="tables">At least one.</param>
    /// <param name="metric">Column of the metric; null for the mean entropy.</param>
    /// <param name="columns">Of one table, the columns that are models; null for all that can be.</param>
    /// <exception cref="AnalysisException">There are fewer than two models or texts, or the texts do not match; the message says which.</exception>
    public static ModelScores Of(
        IReadOnlyList<ScoreTable> tables,
        string? metric = null,
        IReadOnlyList<string>? columns = null
    )
    {
        var scores = tables.Count == 1 ? OfColumns(tables[0], columns) : OfTables(tables, metric);
        return scores.WithoutGaps();
    }

    private static ModelScores OfColumns(ScoreTable table, IReadOnlyList<string>? chosen)
    {
        var original = table
            .Columns.Where(column => column.EndsWith(OriginalValue, StringComparison.Ordinal))
            .ToArray();
        string[] models =
            chosen is not null ? [.. chosen]
            : original.Length > 0 ? original
            : [.. table.NumericColumns.Except(NoModels, StringComparer.OrdinalIgnoreCase)];
        if (models.Length < 2)
            throw new AnalysisException(
                $"{table.Name} has {models.Length} column{(models.Length == 1 ? "" : "s")} that could be models: give a file a model, or a table with a column a model (name them with --columns)."
            );
        var texts = table.DocumentTexts();
        return new ModelScores(
            original.Length > 0
                ? Short([.. models.Select(name => name.Replace(OriginalValue, "", StringComparison.Ordinal))])
                : models,
            original.Length > 0 ? "mean entropy" : "value",
            [.. models.Select(table.Numbers)],
            texts is null ? table.Ids : [.. texts.Select(value => value ?? "")],
            table.Characters(),
            table.Warnings
        );
    }

    private static ModelScores OfTables(IReadOnlyList<ScoreTable> tables, string? metric)
    {
        var warnings = tables.SelectMany(table => table.Warnings).ToList();
        var (how, keys) = Keys(tables, warnings);
        var rows = keys.Select(table =>
                table.Select((key, row) => (key, row)).ToDictionary(pair => pair.key, pair => pair.row)
            )
            .ToArray();
        var common = keys[0].Where(key => rows.All(table => table.ContainsKey(key))).ToArray();
        if (common.Length < 2)
            throw new AnalysisException(
                $"the files have {common.Length} texts in common, matched by {how}: score the same texts under each model."
            );
        foreach (
            var (table, i) in tables.Select((table, i) => (table, i)).Where(pair => pair.table.Rows > common.Length)
        )
            warnings.Add(
                $"{table.Name}: {table.Rows - common.Length:N0} of {table.Rows:N0} texts are not in every file and were left out (matched by {how})"
            );
        var values = tables
            .Select(
                (table, i) =>
                {
                    var column = metric
                        ?? table.FirstOf(KnownColumns.Entropy)
                        ?? throw new AnalysisException(
                            $"{table.Name} has no column {string.Join(", ", KnownColumns.Entropy)}: name one of its own with --metric ({string.Join(", ", table.NumericColumns.Take(20))})."
                        );
                    var numbers = table.Numbers(column);
                    return common.Select(key => numbers[rows[i][key]]).ToArray();
                }
            )
            .ToArray();
        var (texts, characters) = (tables[0].DocumentTexts(), tables[0].Characters());
        return new ModelScores(
            Short([.. tables.Select(table => table.Name)]),
            metric ?? "mean entropy",
            values,
            [.. common.Select(key => texts?[rows[0][key]] ?? key.Text)],
            characters is null ? null : [.. common.Select(key => characters[rows[0][key]])],
            warnings
        );
    }

    // A text that is there twice is matched first with first and second with second.
    private static (string How, (string Text, int Occurrence)[][] Keys) Keys(
        IReadOnlyList<ScoreTable> tables,
        List<string> warnings
    )
    {
        var text = KnownColumns.Text.FirstOrDefault(column => tables.All(table => table.Has(column)));
        var haveIds = tables.All(table => table.HasIds);
        if (text is null && !haveIds && tables.Any(table => table.Rows != tables[0].Rows))
            throw new AnalysisException(
                $"the files have neither texts nor ids to match by, and {string.Join(", ", tables.Select(table => $"{table.Rows:N0}"))} rows: score the same texts under each model, with ids."
            );
        var how =
            text is not null ? $"\"{text}\""
            : haveIds ? "id"
            : "position";
        if (how == "position")
            warnings.Add("the files have neither texts nor ids: their rows were matched by position");
        var keys = tables
            .Select(table =>
                Counted(
                    text is not null ? table.Texts(text).Select(value => value ?? "")
                    : haveIds ? table.Ids
                    : table.Ids.Select((_, row) => $"{row + 1}")
                )
            )
            .ToArray();
        if (keys.Max(table => table.Count(key => key.Occurrence > 0)) is > 0 and var twice)
            warnings.Add($"{twice:N0} texts are there more than once; they count as often as they are there");
        return (how, keys);
    }

    private static (string Text, int Occurrence)[] Counted(IEnumerable<string> keys)
    {
        var seen = new Dictionary<string, int>();
        return [.. keys.Select(key => (key, seen[key] = seen.TryGetValue(key, out var count) ? count + 1 : 0))];
    }

    private ModelScores WithoutGaps()
    {
        var twice = Models.GroupBy(model => model).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new AnalysisException($"two models are called {twice.Key}: give each file a name of its own.");
        var whole = Enumerable
            .Range(0, Texts.Count)
            .Where(text => Values.All(model => double.IsFinite(model[text])))
            .ToArray();
        if (whole.Length < 2)
            throw new AnalysisException(
                $"{whole.Length} of {Texts.Count:N0} texts have a value of every model: a comparison needs at least two."
            );
        var constant = Models
            .Where((_, i) => whole.All(text => Values[i][text] == Values[i][whole[0]]))
            .FirstOrDefault();
        if (constant is not null)
            throw new AnalysisException(
                $"{constant} has the same value for every text: a constant has no order to compare. Leave it out."
            );
        var warnings = Warnings.ToList();
        if (whole.Length < Texts.Count)
            warnings.Add(
                $"{Texts.Count - whole.Length:N0} of {Texts.Count:N0} texts lack a value of some model and were left out"
            );
        if (whole.Length < Models.Count)
            warnings.Add(
                $"{whole.Length:N0} texts are fewer than the {Models.Count} models: distances and components say little"
            );
        if (whole.Length < 10)
            warnings.Add(
                $"{whole.Length:N0} texts do not fill ten tenths: spreads of ranks are missing for the empty ones"
            );
        if (Models.Count == 2)
            warnings.Add(
                "of two models the first component is their difference, and nothing else: its share is 100% by definition"
            );
        return this with
        {
            Values = [.. Values.Select(model => whole.Select(text => model[text]).ToArray())],
            Texts = [.. whole.Select(text => Texts[text])],
            Characters = Characters is null ? null : [.. whole.Select(text => Characters[text])],
            Warnings = warnings,
        };
    }

    /// <summary>Names without what all of them begin or end with: organisations, data sets, extensions.</summary>
    internal static string[] Short(string[] names)
    {
        static string[] Parts(string name) =>
            name.Replace(".json", "", StringComparison.OrdinalIgnoreCase).Split('_', '/');
        var parts = names.Select(Parts).ToArray();
        var shortest = parts.Min(part => part.Length);
        var suffix = Enumerable
            .Range(1, shortest - 1)
            .TakeWhile(i => parts.All(part => part[^i] == parts[0][^i]))
            .Count();
        // An organisation stands before its model where every name has one.
        var prefix = parts.All(part => part.Length - suffix > 1) ? parts.Min(part => part.Length - suffix) - 1 : 0;
        var shortened = parts.Select(part => string.Join('_', part[prefix..(part.Length - suffix)])).ToArray();
        return shortened.Distinct().Count() == names.Length ? shortened : names;
    }
}
