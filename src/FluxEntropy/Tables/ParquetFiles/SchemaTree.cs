using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// The columns of a table are a tree written in preorder, each with the number of its children; values are in its leaves.
/// </summary>
internal static class SchemaTree
{
    private const int MaxDepth = 64;
    private const int MaxColumns = 1 << 17;

    /// <summary>Characters of all names: a long one above many columns is part of the name of each.</summary>
    private const int MaxNames = 64 << 20;

    /// <summary>Its leaves, each with the path that leads there and the levels of its values.</summary>
    /// <exception cref="FormatException">It is no tree, or is deeper than 64.</exception>
    public static IReadOnlyList<ParquetColumn> Columns(List<ParquetElement> schema)
    {
        if (schema.Count == 0)
            throw new FormatException("the footer names no columns; the file is damaged");
        if (schema.Count > MaxColumns)
            throw new FormatException($"it has {schema.Count:N0} columns, at most {MaxColumns:N0} are read");
        var (columns, names) = (new List<ParquetColumn>(), 0L);
        var open = new Stack<Branch>();
        open.Push(new([], schema[0].Children, 0, 0, 0));
        for (var i = 1; i < schema.Count; i++)
        {
            while (open.TryPeek(out var done) && done.Left == 0)
                open.Pop();
            if (open.Count == 0)
                throw new FormatException("the footer is damaged: a column stands outside the table");
            var above = open.Pop();
            open.Push(above with { Left = above.Left - 1 });
            var branch = Below(above, schema[i]);
            names += schema[i].Type is null ? 0 : branch.Path.Sum(name => name.Length + 1L);
            if (names > MaxNames)
                throw new FormatException("the names of its columns are too long; give them shorter ones");
            if (schema[i].Type is not null)
                columns.Add(new(branch.Path, schema[i], branch.Definition, branch.Repetition, branch.OuterDefinition));
            else
                open.Push(branch);
            if (open.Count > MaxDepth)
                throw new FormatException($"columns are nested more than {MaxDepth} deep; flatten the table");
        }

        return open.All(branch => branch.Left == 0)
            ? columns
            : throw new FormatException("the footer is damaged: fewer columns than it counts");
    }

    private static Branch Below(Branch above, ParquetElement element)
    {
        var repeated = element.Repetition == FieldRepetitionType.REPEATED;
        var definition = above.Definition + (element.Repetition == FieldRepetitionType.REQUIRED ? 0 : 1);
        return new(
            [.. above.Path, element.Name],
            Math.Max(0, element.Children),
            definition,
            above.Repetition + (repeated ? 1 : 0),
            repeated ? definition : above.OuterDefinition
        );
    }

    /// <summary>A column with others below it, of which some are still to come.</summary>
    private sealed record Branch(string[] Path, int Left, int Definition, int Repetition, int OuterDefinition);
}
