using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Finds the same texts in several tables, each of which holds one model: by text, by id or by position.
/// </summary>
internal sealed class TextMatching
{
    private readonly IReadOnlyList<ScoreTable> _tables;
    private readonly List<string> _warnings;
    private readonly string _how;
    private readonly (string Text, int Occurrence)[][] _keys; // [tables][rows]

    /// <exception cref="AnalysisException">There is nothing to match by.</exception>
    public TextMatching(IReadOnlyList<ScoreTable> tables)
    {
        (_tables, _warnings) = (tables, [.. tables.SelectMany(table => table.Warnings)]);
        var text = KnownColumns.Text.FirstOrDefault(column => tables.All(table => table.Has(column)));
        var haveIds = tables.All(table => table.HasIds);
        if (text is null && !haveIds && tables.Any(table => table.Rows != tables[0].Rows))
            throw new AnalysisException(
                $"the files have neither texts nor ids to match by, and {string.Join(", ", tables.Select(table => $"{table.Rows:N0}"))}"
                    + " rows: score the same texts under each model, with ids."
            );
        _how =
            text is not null ? $"\"{text}\""
            : haveIds ? "id"
            : "position";
        if (text is null && !haveIds)
            _warnings.Add("the files have neither texts nor ids: their rows were matched by position");
        _keys =
        [
            .. tables.Select(table =>
                Counted(
                    text is not null ? table.Texts(text).Select(value => value ?? "")
                    : haveIds ? table.Ids
                    : table.Ids.Select((_, row) => $"{row + 1}")
                )
            ),
        ];
        if (_keys.Max(table => table.Count(key => key.Occurrence > 0)) is > 0 and var twice)
            _warnings.Add($"{twice:N0} texts are there more than once; they count as often as they are there");
    }

    /// <summary>The values of a metric for the texts that every table has.</summary>
    /// <exception cref="AnalysisException">They have fewer than two in common, or a table lacks the metric.</exception>
    public ModelScores Read(string? metric)
    {
        var rows = _keys.Select(table => table.Index().ToDictionary(pair => pair.Item, pair => pair.Index)).ToArray();
        var common = _keys[0].Where(key => rows.All(table => table.ContainsKey(key))).ToArray();
        if (common.Length < 2)
            throw new AnalysisException(
                $"the files have {common.Length} texts in common, matched by {_how}: score the same texts under each model."
            );
        foreach (var table in _tables.Where(table => table.Rows > common.Length))
            _warnings.Add(
                $"{table.Name}: {table.Rows - common.Length:N0} of {table.Rows:N0} texts are not in every file and were left out"
                    + $" (matched by {_how})"
            );
        int[][] chosen = [.. rows.Select(rowOf => common.Select(key => rowOf[key]).ToArray())];
        var compared = ComparedMetric.Of(_tables, chosen, metric);
        _warnings.AddRange(compared.Warnings);
        var (texts, characters) = (_tables[0].DocumentTexts(), _tables[0].Characters());
        return new ModelScores(
            ModelNames.Short([.. _tables.Select(table => table.Name)]),
            compared.Name ?? "mean entropy",
            [
                .. _tables.Zip(chosen, (table, own) =>
                    table.Numbers(ColumnOf(table, compared.Name)) is var values
                        ? own.Select(row => values[row]).ToArray()
                        : []
                ),
            ],
            [.. common.Zip(chosen[0], (key, row) => texts?[row] ?? key.Text)],
            characters is null ? null : [.. chosen[0].Select(row => characters[row])],
            _warnings
        );
    }

    private static string ColumnOf(ScoreTable table, string? metric) =>
        metric
        ?? table.FirstOf(KnownColumns.Entropy)
        ?? throw new AnalysisException(
            $"{table.Name} has no column {string.Join(", ", KnownColumns.Entropy)}: name one of its own with --metric "
                + $"({string.Join(", ", table.NumericColumns.Take(20))})."
        );

    // A text that occurs twice is matched first with first and second with second.
    private static (string Text, int Occurrence)[] Counted(IEnumerable<string> keys)
    {
        var seen = new Dictionary<string, int>();
        return [.. keys.Select(key => (key, seen[key] = seen.TryGetValue(key, out var count) ? count + 1 : 0))];
    }
}
