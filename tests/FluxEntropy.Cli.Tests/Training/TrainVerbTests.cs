using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Training;

/// <summary>A session is trained and retuned from the shell, against a real server.</summary>
public sealed class TrainVerbTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Session_is_made_trained_and_retuned_from_the_shell()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.txt",
            string.Join(
                "\n",
                Enumerable
                    .Range(0, 400)
                    .Select(i =>
                        $"Gets or sets the value {i} of the key that indicates whether item {i * 7} is missing."
                    )
            )
        );
        await running.FluxAsync("ingest", file, "--split", "lines", "--corpus", "train", "--wait");
        await running.FluxAsync(
            "session",
            "create",
            "run",
            "--corpus",
            "train",
            "--steps",
            "12",
            "--batch",
            "4",
            "--time",
            "32",
            "--bins",
            "3"
        );

        await running.FluxAsync(
            "curriculum",
            "set",
            "run",
            "--schedule",
            "manual(0, 1, 1)",
            "--from-step",
            "6",
            "--reason",
            "a test"
        );
        await running.FluxAsync("train", "run", "--layers", "1", "--heads", "2", "--hidden", "16");
        var status = JsonDocument.Parse(await running.FluxAsync("train", "run", "--status", "--json")).RootElement;
        var curriculum = JsonDocument.Parse(await running.FluxAsync("curriculum", "show", "run", "--json")).RootElement;

        Assert.Equal(("finished", 12), (status.GetProperty("state").GetString(), Number(status, "step")));
        Assert.True(status.GetProperty("lastLoss").GetDouble() > 0);
        await AssertIsModelAsync(status.GetProperty("checkpointFolder").GetString()!, file);
        Assert.Matches(@"checkpoint\s+/.*/checkpoints/", await running.FluxAsync("session", "show", "run"));
        Assert.Equal("cpu:1", status.GetProperty("device").GetString());
        Assert.Equal((2, 6), (Number(curriculum, "version"), Number(curriculum, "fromStep")));
        Assert.Equal("a test", curriculum.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stale_version_is_refused_with_the_current_one()
    {
        using var folder = new TemporaryFolder();
        await running.FluxAsync("ingest", folder.Write("a.txt", "Gets the value."), "--corpus", "stale", "--wait");
        await running.FluxAsync("session", "create", "stale", "--corpus", "stale", "--steps", "10");
        await running.FluxAsync("curriculum", "set", "stale", "--schedule", "reverse");

        await using var refused = await FluxProcess.RunAsync(
            "curriculum",
            "set",
            "stale",
            "--schedule",
            "uniform",
            "--expected-version",
            "1",
            "--server",
            running.Url
        );

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "2",
            Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "--device",
        "cuda:77",
        "'cuda:77' is not among the devices that this session can be trained on: cpu:N (N threads)"
    )]
    [InlineData("--architecture", "qwen2", "'qwen2' cannot be trained; expected llama or gpt2")]
    public async Task What_the_server_cannot_train_is_refused_with_what_it_can(
        string option,
        string value,
        string problem
    )
    {
        using var folder = new TemporaryFolder();
        var name = option.TrimStart('-');
        await running.FluxAsync("ingest", folder.Write("a.txt", "Gets the value."), "--corpus", name, "--wait");
        await running.FluxAsync("session", "create", name, "--corpus", name, "--steps", "10");

        await using var refused = await FluxProcess.RunAsync("train", name, option, value, "--server", running.Url);
        var status = JsonDocument.Parse(await running.FluxAsync("train", name, "--status", "--json")).RootElement;

        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(problem, refused.Errors, StringComparison.Ordinal);
        Assert.Equal("idle", status.GetProperty("state").GetString());
    }

    // The checkpoint has its tokenizer, and so is a model folder like any other.
    private static async Task AssertIsModelAsync(string folder, string text)
    {
        await using var scored = await FluxProcess.RunAsync(
            "score",
            text,
            "--split",
            "lines",
            "--model",
            folder,
            "--format",
            "jsonl",
            "--device",
            "cpu:1"
        );
        Assert.True(scored.ExitCode == 0, scored.Errors);
        var entropy = JsonDocument
            .Parse(scored.Output.Split('\n')[0])
            .RootElement.GetProperty("metrics")
            .GetProperty("entropy.mean")
            .GetDouble();
        Assert.True(entropy > 0);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(FluxProcess.ShippedModel, "tokenizer.json")),
            await File.ReadAllBytesAsync(Path.Combine(folder, "tokenizer.json"))
        );
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
