using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Queries;

/// <summary>A field that no document has is told from a value that none has, wherever in the corpus the field is.</summary>
public sealed class MetadataKeysTests(EmbeddedServer server) : IClassFixture<EmbeddedServer>, IAsyncLifetime
{
    private const string Corpus = "fields";
    private const int Documents = 1_500; // more than one look at a corpus once took

    public async ValueTask InitializeAsync()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "fields.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, Documents)
                    .Select(i =>
                        $"{{\"id\":\"{i}\",\"text\":\"Returns {i}.\",\"{(i == 7 ? "rare" : "language")}\":\"en\"}}\n"
                    )
            )
        );
        await server.RunAsync("ingest", file, "--corpus", Corpus, "--wait");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("query")]
    [InlineData("query --fractions 0.5..0.6")]
    [InlineData("export --output nowhere.jsonl --format jsonl")]
    public async Task Field_that_no_document_has_is_wrong_usage_and_the_fields_are_named(string verb)
    {
        var flux = await server.TryAsync([.. verb.Split(' '), "--corpus", Corpus, "--where", "langauge=en"]);

        Assert.Equal((2, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(
            "--where: no document of corpus fields has 'langauge' in its metadata. Did you mean 'language'? "
                + "Keys: file, language, line, rare",
            flux.Errors,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists("nowhere.jsonl"));
    }

    [Theory]
    [InlineData("language=de")]
    [InlineData("rare=de")] // of one document, that is not among the first
    public async Task Value_that_no_document_has_is_an_answer(string field)
    {
        var flux = await server.TryAsync(["query", "--corpus", Corpus, "--where", field]);

        Assert.Equal((0, ""), (flux.ExitCode, flux.Output));
        Assert.Contains($"No document in that range has {field}.", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corpus_without_documents_has_no_unknown_field()
    {
        await server.RunAsync("corpus", "create", "empty");

        var flux = await server.TryAsync(["query", "--corpus", "empty", "--where", "language=en"]);

        Assert.Equal((0, ""), (flux.ExitCode, flux.Output));
    }
}
