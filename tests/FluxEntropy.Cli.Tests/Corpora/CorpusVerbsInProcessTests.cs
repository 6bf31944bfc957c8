using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Corpora;

public sealed class CorpusVerbsInProcessTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>
{
    [Fact]
    public async Task Corpus_is_created_filled_shown_and_listed()
    {
        await server.RunAsync("corpus", "create", "books", "--shards", "2", "--held-out", "0.25");
        await server.IngestAsync("books", 40);

        var shown = await server.RunAsync("corpus", "show", "books");
        var listed = await server.RunAsync("corpus", "list");

        Assert.StartsWith("corpus books\n", shown.Output, StringComparison.Ordinal);
        Assert.Matches("documents +40 ", shown.Output);
        Assert.Matches("shards +2 over 1 aggregator|shards +2 over 2 aggregators", shown.Output);
        Assert.Matches("held out +[0-9]+ \\(25.0% of texts\\)", shown.Output);
        Assert.Matches("(?m)^books +40 +40 +0 +0 ", listed.Output);
    }

    [Fact]
    public async Task Documents_are_deleted_by_id_and_unknown_ids_are_counted()
    {
        await server.IngestAsync("takedown", 5);
        var document = (
            await server.RunAsync("query", "--corpus", "takedown", "--limit", "1", "--format", "jsonl")
        ).Output.Split('"')[3];

        var deleted = await server.RunAsync("delete", document, "nobody", "--corpus", "takedown");

        Assert.Equal("1 document of corpus takedown deleted; 1 id named none.\n", deleted.Errors);
    }

    [Fact]
    public async Task Empty_document_is_set_aside_and_listed_with_its_reason()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.jsonl", "{\"id\":\"a\",\"text\":\"Some text.\"}\n{\"id\":\"b\",\"text\":\"\"}\n");

        var ingested = await server.RunAsync("ingest", file, "--corpus", "reasons", "--wait");
        var listed = await server.RunAsync("corpus", "quarantine", "reasons");

        Assert.Contains("1 accepted, 0 already present, 1 quarantined.", ingested.Errors, StringComparison.Ordinal);
        Assert.Contains("a.jsonl:2: ", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corpus_that_is_not_there_is_one_clear_line() =>
        Assert.Contains("nowhere", await server.RefusedAsync("corpus", "show", "nowhere"), StringComparison.Ordinal);
}
