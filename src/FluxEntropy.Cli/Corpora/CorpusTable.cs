using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Corpora;

/// <summary>Corpora below each other.</summary>
internal static class CorpusTable
{
    public static void Write(IAnsiConsole console, IReadOnlyCollection<Corpus> corpora)
    {
        var names = corpora.Select(corpus => corpus.Name.Length).DefaultIfEmpty().Max();
        var hasUnmeasured = corpora.Any(corpus => CorpusText.Unmeasured(corpus) > 0);
        var table = new StreamedTable(
            console,
            [
                new("corpus", -Math.Max(6, names)),
                new("documents", 11),
                new("scored", 11),
                .. hasUnmeasured ? [new Column("no score", 9)] : Array.Empty<Column>(),
                new("pending", 9),
                new("quarantined", 11),
                new("tokens", 14),
                new("model", -24),
            ]
        );
        table.Head();
        foreach (var corpus in corpora)
            table.Row([
                corpus.Name,
                $"{corpus.Documents:N0}",
                $"{corpus.Indexed:N0}",
                .. hasUnmeasured ? [$"{CorpusText.Unmeasured(corpus):N0}"] : Array.Empty<string>(),
                $"{corpus.Pending:N0}",
                $"{corpus.Quarantined:N0}",
                $"{corpus.Tokens:N0}",
                corpus.Profile?.Model ?? "",
            ]);
    }
}
