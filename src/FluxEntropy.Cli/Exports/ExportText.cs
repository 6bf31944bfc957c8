using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Exports;

/// <summary>What an export holds, for people and for scripts.</summary>
internal static class ExportText
{
    public static object Json(string output, ExportSummary summary) =>
        new
        {
            output,
            summary.Corpus,
            summary.Metric,
            summary.Profile,
            summary.Documents,
            summary.Tokens,
            summary.Unmeasured,
            summary.Buckets,
        };

    /// <summary>Says how much was written, and what each bucket holds where there are several.</summary>
    public static void Write(Terminal terminal, string output, ExportSummary summary)
    {
        terminal.Say(
            $"Wrote {Units.Count(summary.Documents, "document")}, {Units.Count(summary.Tokens, "token")}, to {output}."
        );
        if (summary.Unmeasured > 0)
            terminal.Warn(
                $"{Units.Count((long)summary.Unmeasured, "document")} of {summary.Corpus} could not be measured, and no export has them: "
                    + $"'flux query --corpus {summary.Corpus} --id ID' says why."
            );
        if (summary.Buckets.Length == 1)
            return;
        var table = new StreamedTable(
            terminal.Data,
            [
                new("bucket", 6),
                new("documents", 12),
                new("tokens", 15),
                new(summary.Metric, Math.Max(18, summary.Metric.Length)),
            ]
        );
        table.Head();
        for (var i = 0; i < summary.Buckets.Length; i++)
            table.Row([
                $"{i + 1}",
                $"{summary.Buckets[i].Documents:N0}",
                $"{summary.Buckets[i].Tokens:N0}",
                $"{summary.Buckets[i].Min:0.0000} to {summary.Buckets[i].Max:0.0000}",
            ]);
    }
}
