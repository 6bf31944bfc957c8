using FluxEntropy.Cli.Scoring;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Tests.Scoring;

public sealed class ScoreTableTests
{
    [Fact]
    public async Task A_document_without_scores_is_no_part_of_the_mean()
    {
        using var screen = new Screen(columns: 160);
        var writer = new ScoreTableWriter(screen.Terminal.Data, MetricCatalog.BuiltIn);

        Write("a", tokens: 10, value: 1);
        Write("b", tokens: 30, value: 2);
        Write("one token", tokens: 1, value: float.NaN);
        await writer.FinishAsync();

        Assert.Equal(
            ["mean of 2 documents", "20", "1.5000"],
            screen.Lines[^1].Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3)
        );

        void Write(string id, int tokens, float value) =>
            writer.Write(
                new SourceDocument(id, "text", new Dictionary<string, string>(), "a.txt", 1),
                new DocumentScore
                {
                    TokenIds = new int[tokens],
                    Bytes = 4,
                    Metrics = [.. MetricCatalog.BuiltIn.Names.Select(_ => value)],
                }
            );
    }
}
