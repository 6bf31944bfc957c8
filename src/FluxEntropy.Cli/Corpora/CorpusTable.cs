using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Corpora;

/// <summary>Corpora below each other.</summary>
internal static class CorpusTable
{
    public static void Write(IAnsiConsole console, IReadOnlyCollection<Corpus> corpora)
    {
        var hasUnmeasured = corpora.Any(corpus => CorpusText.Unmeasured(corpus) > 0);
        StreamedTable.Write(
            console,
            [
                Column.Text("corpus"),
                Column.Number("documents"),
                Column.Number("scored"),
                .. hasUnmeasured ? [Column.Number("no score")] : Array.Empty<Column>(),
                Column.Number("pending"),
                Column.Number("quarantined", isOptional: true),
                Column.Number("tokens"),
                Column.Text("model"),
            ],
            [.. corpora.Select(corpus => Row(corpus, hasUnmeasured))]
        );
    }

    private static string[] Row(Corpus corpus, bool hasUnmeasured) =>
        [
            corpus.Name,
            $"{corpus.Documents:N0}",
            $"{corpus.Indexed:N0}",
            .. hasUnmeasured ? [$"{CorpusText.Unmeasured(corpus):N0}"] : Array.Empty<string>(),
            $"{corpus.Pending:N0}",
            $"{corpus.Quarantined:N0}",
            $"{corpus.Tokens:N0}",
            corpus.Profile?.Model ?? "",
        ];
}
