using System.Text.Json;

namespace FluxEntropy.Cli.Tests.Demo;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_does_the_whole_job_and_a_second_one_scores_nothing_again()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["demo", "--json", "--data", folder["demo"], "--documents", "600", "--steps", "60"];

        await using var first = await FluxProcess.RunAsync(arguments);
        await using var second = await FluxProcess.RunAsync(arguments);

        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.True(second.ExitCode == 0, second.Errors);
        var (one, two) = (Report(first), Report(second));
        Assert.Equal(
            (600, 600, 0, 0),
            (Number(one, "documents"), Number(one, "scored"), Number(one, "pending"), Number(one, "quarantined"))
        );
        Assert.True(Number(one, "tokens") > 0 && one.GetProperty("tokensPerSecond").GetDouble() > 0);
        Assert.Equal((600, 0, 0), (Number(two, "documents"), Number(two, "scored"), Number(two, "tokens")));
        Assert.Equal(JsonValueKind.Null, two.GetProperty("tokensPerSecond").ValueKind);
        Assert.Contains("all 600 documents were scored already", second.Errors, StringComparison.Ordinal);
        Assert.All([one, two], AssertTrainedRetunedAndSound);
        await using var server = await FluxServerProcess.StartAsync(folder["demo"], devices: "none");
        Assert.Equal((Number(one, "scored"), Number(one, "tokens")), await DocumentsAndTokensAsync(server));
    }

    private static async Task<(int Documents, int Tokens)> DocumentsAndTokensAsync(FluxServerProcess server)
    {
        string[] all = ["query", "--corpus", "dotnet", "--format", "jsonl", "--server", server.Address.OriginalString];
        await using var ranked = await FluxProcess.RunAsync(all);
        await using var heldOut = await FluxProcess.RunAsync([.. all, "--held-out"]);
        var documents = (ranked.Output + heldOut.Output)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => Number(JsonDocument.Parse(line).RootElement, "tokens"))
            .ToList();
        return (documents.Count, documents.Sum());
    }

    private static void AssertTrainedRetunedAndSound(JsonElement report)
    {
        var retune = report.GetProperty("retune");
        Assert.Equal(30, Number(retune, "requestedStep"));
        Assert.InRange(Number(retune, "effectiveStep"), 30, 60);
        var (before, after) = (Shares(retune, "binSharesBefore"), Shares(retune, "binSharesAfter"));
        Assert.Equal((6, 6), (before.Length, after.Length));
        Assert.Equal((1.0, 1.0), (Math.Round(before.Sum(), 9), Math.Round(after.Sum(), 9)));
        Assert.NotEqual(before, after);
        var loss = report.GetProperty("loss");
        Assert.True(loss.GetProperty("smoothed").GetDouble() < loss.GetProperty("first").GetDouble());
        Assert.True(loss.GetProperty("heldOut").GetDouble() < loss.GetProperty("first").GetDouble());
        Assert.Equal("""{"lost":0,"unexpected":0,"duplicated":0}""", report.GetProperty("verify").GetRawText());
    }

    private static JsonElement Report(FluxProcess flux) =>
        JsonDocument.Parse(flux.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;

    private static double[] Shares(JsonElement retune, string name) =>
        [.. retune.GetProperty(name).EnumerateArray().Select(share => share.GetDouble())];

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
