using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Queries;

/// <summary>Documents are found by their scores, against a real server.</summary>
public sealed class QueryVerbTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Query_answers_in_the_order_of_the_metric()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.txt",
            string.Join(
                "\n",
                Enumerable
                    .Range(0, 40)
                    .Select(i => $"Returns the number {i * i} of {new string((char)('a' + i % 26), i)} items.")
            )
        );
        await running.FluxAsync("ingest", file, "--split", "lines", "--corpus", "order", "--wait");

        var ascending = Values(await running.FluxAsync("query", "--corpus", "order", "--format", "jsonl"));
        var top = Values(
            await running.FluxAsync("query", "--corpus", "order", "--descending", "--limit", "5", "--format", "jsonl")
        );
        var middle = Values(
            await running.FluxAsync("query", "--corpus", "order", "--ranks", "10..20", "--format", "jsonl")
        );
        var distribution = await running.FluxAsync("query", "--corpus", "order", "--distribution");

        Assert.Equal(40, ascending.Count);
        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(ascending.AsEnumerable().Reverse().Take(5), top);
        Assert.Equal(ascending[10..20], middle);
        Assert.Contains("entropy.mean of 40 documents", distribution, StringComparison.Ordinal);
    }

    private static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static List<double> Values(string output) =>
        [.. Lines(output).Select(document => document.GetProperty("metrics").GetProperty("entropy.mean").GetDouble())];
}
