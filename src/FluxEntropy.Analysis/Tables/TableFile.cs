using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;

namespace FluxEntropy.Analysis.Tables;

/// <summary>
/// Reads tables of scores: Parquet, CSV, TSV and JSON lines, each also as gzip or zstd, and the original project's JSON
/// files.
/// </summary>
public static class TableFile
{
    private const int MaxListed = 5;

    // What jsonl of scores and of queries has inside objects.
    private const string Metrics = "metrics.";

    /// <summary>Reads a file.</summary>
    /// <exception cref="AnalysisException">It holds no row; the message says what was wrong with the first.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static async Task<ScoreTable> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        if (ResultsFile.Read(path) is { } results)
            return results;
        var (ids, columns, faults, hasIds) = (
            new List<string>(),
            new Dictionary<string, TableColumn>(),
            new List<SourceRejection>(),
            false
        );
        var notices = new List<SourceNotice>();
        await foreach (
            var item in SourceSet
                .Open([path])
                .ReadAsync(new SourceOptions { TextField = null }, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (item is SourceRejection fault)
                faults.Add(fault);
            else if (item is SourceNotice notice)
                notices.Add(notice);
            else if (item is SourceDocument { Text: "" } record)
                Add(record);
            else
                throw new AnalysisException(
                    $"{path} is plain text; a table of scores is Parquet, CSV or JSON lines, "
                        + "such as 'flux score --output scores.parquet' writes."
                );
        }
        return ids.Count > 0
            ? new ScoreTable(
                SourceSet.Stem(path),
                ids,
                hasIds,
                columns,
                [.. Told(faults), .. notices.Take(MaxListed).Select(notice => $"{notice.Source}: {notice.Message}")]
            )
            : throw new AnalysisException(
                $"{path} holds no row: {(faults.Count > 0 ? faults[0].Reason : "there is nothing below its head")}."
            );

        void Add(SourceDocument record)
        {
            foreach (var (name, cell) in record.Metadata)
            {
                var column = name.StartsWith(Metrics, StringComparison.Ordinal) ? name[Metrics.Length..] : name;
                if (!columns.TryGetValue(column, out var cells))
                    columns.Add(column, cells = new TableColumn());
                cells.Set(ids.Count, cell);
            }
            ids.Add(record.Id);
            hasIds |= record.Id != $"{record.Source}#{record.Line}";
        }
    }

    private static IEnumerable<string> Told(List<SourceRejection> faults)
    {
        foreach (var fault in faults.Take(MaxListed))
            yield return $"{fault.Source}, line {fault.Line:N0}, was set aside: {fault.Reason}";
        if (faults.Count > MaxListed)
            yield return $"{faults.Count - MaxListed:N0} more records were set aside";
    }
}
