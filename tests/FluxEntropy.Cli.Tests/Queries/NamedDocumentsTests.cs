using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Queries;

/// <summary>Documents named in a file, of which there may be more than a request may name.</summary>
public sealed class NamedDocumentsTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    private const int Documents = 2_500;

    [Fact]
    public async Task File_of_more_ids_than_a_request_holds_is_answered_in_its_order()
    {
        using var folder = new TemporaryFolder();
        var records = Enumerable.Range(0, Documents).Select(i => $"{{\"id\":\"id {i}\",\"text\":\"Returns {i}.\"}}");
        var file = folder.Write("records.jsonl", string.Join('\n', records));
        await server.RunAsync("ingest", file, "--corpus", "named", "--wait");
        // Every one once, but in another order, and one that there is not.
        string[] ids = [.. Enumerable.Range(0, Documents).Select(i => $"id {i * 7 % Documents}"), "none"];
        var named = folder.Write("ids.txt", string.Join('\n', ids));

        var found = await server.RunAsync("query", "--corpus", "named", "--ids", named, "--format", "jsonl", "--text");

        var answers = found
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(ids, answers.Select(Id));
        Assert.All(answers.SkipLast(1), answer =>
            Assert.Equal($"Returns {Id(answer)![3..]}.", answer.GetProperty("text").GetString())
        );
        Assert.Equal("unknown", answers[^1].GetProperty("state").GetString());
    }

    private static string? Id(JsonElement answer) => answer.GetProperty("id").GetString();
}
