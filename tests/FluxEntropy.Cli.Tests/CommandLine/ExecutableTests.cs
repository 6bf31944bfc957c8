using System.Text.Json;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>What scripts may rely on of the executable: exit codes, and which stream says what.</summary>
public sealed class ExecutableTests
{
    [Theory]
    [InlineData("--help", 0, true)]
    [InlineData("corpus list --help", 0, true)]
    [InlineData("fly", 2, false)]
    [InlineData("corpus list --server http://127.0.0.1:1", 1, false)]
    public async Task Exit_code_and_stream_say_whether_it_went_well(string arguments, int exitCode, bool isOnOutput)
    {
        await using var flux = await FluxProcess.RunAsync(arguments.Split(' '));

        Assert.Equal((exitCode, isOnOutput), (flux.ExitCode, flux.Output.Length > 0));
        Assert.Equal(!isOnOutput, flux.Errors.Length > 0);
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

    [Theory]
    [InlineData("score")]
    [InlineData("tokenize")]
    public async Task Missing_file_is_one_clear_line(string verb)
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync(verb, folder["missing.txt"]);

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
        "{\"model\":{\"type\":\"WordPiece\"}}",
        "tokenizer.json: model.type is \"WordPiece\", expected BPE"
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
            var tokens = document.GetProperty("tokenIds").GetArrayLength();
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
                .RootElement.GetProperty("tokenIds")
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
