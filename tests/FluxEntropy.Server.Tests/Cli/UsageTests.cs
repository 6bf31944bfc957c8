using System.Text.Json;
using FluxEntropy.Server.Tests.Processes;

namespace FluxEntropy.Server.Tests.Cli;

/// <summary>What scripts may rely on: exit codes, and which stream says what.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task Help_names_every_verb_on_standard_output()
    {
        await using var flux = await FluxProcess.RunAsync("--help");

        Assert.Equal((0, ""), (flux.ExitCode, flux.Errors));
        string[] verbs =
        [
            "demo",
            "serve",
            "ingest",
            "corpus",
            "query",
            "watch",
            "health",
            "session",
            "curriculum",
            "train",
            "score",
            "tokenize",
            "verify",
            "model",
            "bench",
        ];
        Assert.All(verbs, verb => Assert.Contains($"\n  {verb} ", flux.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("ingest")]
    [InlineData("session create")]
    [InlineData("curriculum set")]
    [InlineData("score")]
    public async Task Help_of_a_verb_shows_its_options_and_an_example(string verb)
    {
        await using var flux = await FluxProcess.RunAsync([.. verb.Split(' '), "--help"]);

        Assert.Equal(0, flux.ExitCode);
        Assert.Contains($"Usage  flux {verb}", flux.Output, StringComparison.Ordinal);
        Assert.Contains("\nOptions\n", flux.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  flux {verb} ", flux.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "say what to do: demo, serve")]
    [InlineData("corpus", "say what to do: create, list, show, quarantine")]
    [InlineData("fly", "flux has no verb 'fly'")]
    [InlineData("ingest x.txt", "'--corpus' is required")]
    [InlineData("corpus list --server nowhere", "'nowhere' is not an address")]
    [InlineData("query --corpus c --ranks 5..2", "'5..2' is not a range")]
    [InlineData("query --corpus c --ranks 1..2 --values 1..2", "give one of --ranks, --fractions, --values")]
    [InlineData("score x.txt --format xml", "'xml' not recognized")]
    [InlineData("score x.txt --output x.parquet.gz", "Parquet is compressed inside; name it x.parquet")]
    [InlineData("score x.txt --truncate --stride 5", "--stride has no meaning with --truncate")]
    [InlineData(
        "score x.txt --seed-compatible --positions last",
        "--seed-compatible counts all positions; leave out --positions last"
    )]
    [InlineData(
        "score x.txt --seed-compatible --window 64",
        "--seed-compatible cuts documents at 512 tokens; leave out --window"
    )]
    [InlineData("score x.txt --top-k 0", "--top-k 0 is too small; give 1 or more")]
    [InlineData("score x.txt --window many", "Cannot parse argument 'many'")]
    [InlineData("demo --documents 3", "at least 100 documents")]
    [InlineData("serve --listen https://127.0.0.1:0", "is not the http address of an interface")]
    [InlineData("serve --listen http://somewhere:5080", "is not the http address of an interface")]
    [InlineData("serve --store mysql:x", "'mysql:x' is not a store; expected sqlite or redis:HOST:PORT")]
    [InlineData("serve --store redis:h:1,bogus=1", "Keyword 'bogus' is not supported")]
    [InlineData("serve --roles data", "--roles has a meaning in a cluster only")]
    [InlineData("serve --store redis:h:1 --roles many", "'many' is not a list of data, device and gateway")]
    [InlineData("serve --store redis:h:1 --roles data --devices cpu:1", "this process has no device role")]
    public async Task Wrong_usage_is_said_on_standard_error_and_exits_2(string arguments, string message)
    {
        await using var flux = await FluxProcess.RunAsync(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(message, flux.Errors, StringComparison.Ordinal);
        Assert.Contains("--help'.", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_one_clear_line()
    {
        await using var flux = await FluxProcess.RunAsync("corpus", "list", "--server", "http://127.0.0.1:1");

        AssertOneLine(flux, "error: cannot reach http://127.0.0.1:1: is `flux serve` running there?");
    }

    [Fact]
    public async Task Redis_that_is_not_there_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync(
            "serve",
            "--store",
            "redis:127.0.0.1:1",
            "--data",
            folder["data"],
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertOneLine(
            flux,
            "error: Cannot use Redis at 127.0.0.1:1: it does not answer. Is it running there? Name another with --store redis:HOST:PORT."
        );
    }

    [Fact]
    public async Task Cause_of_an_error_is_shown_when_asked_for()
    {
        await using var flux = await FluxProcess.RunAsync(
            "corpus",
            "list",
            "--server",
            "http://127.0.0.1:1",
            "--verbose"
        );

        Assert.Equal(1, flux.ExitCode);
        Assert.Contains("   at ", flux.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("tokenize")]
    public async Task Missing_file_is_one_clear_line(string verb)
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync(verb, folder["missing.txt"]);

        AssertOneLine(flux, $"error: cannot read {folder["missing.txt"]}: no such file or folder; check the path");
    }

    [Fact]
    public async Task Missing_file_is_found_before_a_server_is_asked()
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync(
            "ingest",
            folder["missing.txt"],
            "--corpus",
            "c",
            "--server",
            "http://127.0.0.1:1"
        );

        AssertOneLine(flux, $"error: cannot read {folder["missing.txt"]}: no such file or folder; check the path");
    }

    [Theory]
    [InlineData("score")]
    [InlineData("serve")]
    public async Task Model_folder_without_weights_is_one_clear_line(string verb)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["model"]);
        File.Copy(Path.Combine(FluxProcess.ShippedModel, "config.json"), Path.Combine(folder["model"], "config.json"));
        var text = folder.Write("a.txt", "text");

        string[] arguments =
            verb == "score" ? ["score", text] : ["serve", "--data", folder["data"], "--listen", "http://127.0.0.1:0"];
        await using var flux = await FluxProcess.RunAsync([.. arguments, "--model", folder["model"]]);

        AssertOneLine(flux, "model.safetensors: missing");
    }

    [Theory]
    [InlineData("config.json", "{\"model_type\":\"llama\",\"vocab_size\":{\n}}", "num_attention_heads is missing")]
    [InlineData("config.json", "", "config.json: the file is empty, expected a JSON object")]
    [InlineData(
        "model.safetensors",
        "PK\u0003\u0004pickle",
        "model.safetensors: this is a pickled PyTorch checkpoint, not safetensors"
    )]
    [InlineData(
        "tokenizer.json",
        "{\"model\":{\"type\":\"Unigram\"}}",
        "tokenizer.json: model.type is \"Unigram\", expected BPE"
    )]
    public async Task Model_folder_with_a_bad_file_is_one_clear_line(string file, string content, string message)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["model"]);
        foreach (var name in new[] { "config.json", "model.safetensors", "tokenizer.json" })
            File.Copy(Path.Combine(FluxProcess.ShippedModel, name), Path.Combine(folder["model"], name));
        folder.Write(Path.Combine("model", file), content);

        await using var flux = await FluxProcess.RunAsync(
            "score",
            folder.Write("a.txt", "text"),
            "--model",
            folder["model"]
        );

        AssertOneLine(flux, message);
        Assert.Contains(Path.Combine(folder["model"], file) + ": ", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Score_prints_json_lines_in_the_order_of_the_input_and_sets_broken_records_aside()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.jsonl",
            "{\"id\":\"b\",\"text\":\"Gets the value.\"}\nbroken\n{\"id\":\"a\",\"text\":\"Sets the value of the key.\"}\n"
        );

        await using var flux = await FluxProcess.RunAsync("score", file, "--format", "jsonl", "--per-token");

        Assert.Equal(0, flux.ExitCode);
        var documents = flux
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();
        Assert.Equal(["b", "a"], documents.Select(document => document.GetProperty("id").GetString()));
        Assert.All(documents, document =>
        {
            var tokens = document.GetProperty("tokens").GetArrayLength();
            Assert.Equal(
                (tokens, tokens, tokens - 1),
                (
                    document.GetProperty("entropy").GetArrayLength(),
                    document.GetProperty("varentropy").GetArrayLength(),
                    document.GetProperty("surprisal").GetArrayLength()
                )
            );
            Assert.True(document.GetProperty("metrics").GetProperty("entropy.mean").GetDouble() > 0);
        });
        Assert.Contains("a.jsonl:2: broken JSON", flux.Errors, StringComparison.Ordinal);
        Assert.Contains("1 record set aside", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokenize_prints_one_object_a_document_with_or_without_what_the_template_adds()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.txt", "Gets the value.");

        await using var whole = await FluxProcess.RunAsync("tokenize", file);
        await using var bare = await FluxProcess.RunAsync("tokenize", file, "--no-special");

        var (with, without) = (Tokens(whole), Tokens(bare));
        Assert.Equal(with[1..], without);
    }

    [Theory]
    [InlineData("--devices", "tpu", "device 'tpu' is unknown; expected cpu:N")]
    [InlineData("--devices", "cpu:many", "device 'cpu:many' is unknown; expected cpu:N")]
    [InlineData("--devices", "sim:8", "devices: 'sim:8' is not of the form sim:N@TOKENS_PER_SECOND")]
    [InlineData("--devices", "sim:2@5,sim:1@5", "devices: sim.0@5 is named twice")]
    [InlineData("--listen", "http://192.0.2.1:5080", "Cannot listen at http://192.0.2.1:5080")]
    public async Task Server_that_cannot_run_as_told_is_one_clear_line(string option, string value, string message)
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync([
            .. "serve --data".Split(' '),
            folder["data"],
            .. option == "--listen" ? [] : (string[])["--listen", "http://127.0.0.1:0"],
            option,
            value,
        ]);

        AssertOneLine(flux, message);
    }

    [Fact]
    public async Task A_server_that_is_told_nothing_scores_on_the_processor()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FluxServerProcess.StartAsync(folder["data"], fault: null, devices: null);

        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(10)).IngestAsync(server.Channel);
        Assert.Equal(10ul, (await PipelineClient.ScoredAsync(server.Channel)).Indexed);
        await server.StopAsync();
    }

    [Fact]
    public async Task Folder_of_other_files_is_not_taken_for_data()
    {
        using var folder = new TemporaryFolder();
        folder.Write("notes.txt", "mine");

        await using var flux = await FluxProcess.RunAsync(
            "serve",
            "--data",
            Path.GetDirectoryName(folder["notes.txt"])!,
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertOneLine(flux, "not empty (it holds 'notes.txt')");
    }

    private static int[] Tokens(FluxProcess flux) =>
        [
            .. JsonDocument
                .Parse(flux.Output)
                .RootElement.GetProperty("tokens")
                .EnumerateArray()
                .Select(token => token.GetInt32()),
        ];

    private static void AssertOneLine(FluxProcess flux, string message)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        var line = Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line, StringComparison.Ordinal);
    }
}
