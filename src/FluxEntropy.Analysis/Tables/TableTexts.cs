using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;

namespace FluxEntropy.Analysis.Tables;

/// <summary>Gives a table the texts of the documents that were scored, by their ids.</summary>
public static class TableTexts
{
    /// <summary>Adds a column of texts.</summary>
    /// <param name="table">The table; one that has texts stays as it is.</param>
    /// <param name="paths">Files of documents.</param>
    /// <param name="textField">Field or column of these that holds the text.</param>
    /// <param name="cancellationToken">Stops between documents.</param>
    /// <exception cref="AnalysisException">None of the documents is in the table.</exception>
    public static async Task<ScoreTable> AddAsync(
        ScoreTable table,
        IReadOnlyList<string> paths,
        string textField = "text",
        CancellationToken cancellationToken = default
    )
    {
        if (table.DocumentTexts() is not null)
            return table;
        var wanted = table.Ids.ToHashSet();
        var texts = new Dictionary<string, string>();
        string? fault = null;
        await foreach (
            var item in SourceSet
                .Open(paths)
                .ReadAsync(new SourceOptions { TextField = textField }, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (item is SourceRejection rejected)
                fault ??= rejected.Reason;
            else if (item is SourceDocument document && wanted.Contains(document.Id))
                texts.TryAdd(document.Id, document.Text);
        }
        return texts.Count > 0
            ? table.With("text", [.. table.Ids.Select(id => texts.GetValueOrDefault(id))])
            : throw new AnalysisException(
                $"{string.Join(", ", paths)}: none of these documents is in {table.Name}, whose first id is \"{table.Ids[0]}\""
                    + (fault is null ? "." : $" ({fault}).")
            );
    }
}
