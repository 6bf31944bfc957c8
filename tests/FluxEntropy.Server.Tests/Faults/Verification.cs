using System.Text.Json;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary><c>flux verify</c> over what a test left, against what its client saw acknowledged.</summary>
internal static class Verification
{
    /// <summary>A stopped data folder keeps every invariant, whatever was acknowledged.</summary>
    public static async Task SoundAsync(TemporaryFolder folder)
    {
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"]);
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
    }

    public static Task SoundAsync(TemporaryFolder folder, PipelineClient client)
    {
        client.WriteAcknowledged(folder["acknowledged.jsonl"]);
        return SoundAsync(folder["data"], folder["acknowledged.jsonl"]);
    }

    /// <summary>Nothing lost, unexpected or duplicated in a stopped data folder.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="acknowledged">What was acknowledged, as <c>flux ingest --acknowledged</c> writes it.</param>
    public static async Task SoundAsync(string data, string acknowledged)
    {
        await using var verify = await FluxProcess.RunAsync(
            "verify",
            "--data",
            data,
            "--expect",
            acknowledged,
            "--json"
        );
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
        var report = JsonDocument.Parse(verify.Output).RootElement;
        Assert.Equal(
            (0, 0, 0),
            (
                report.GetProperty("lost").GetInt32(),
                report.GetProperty("unexpected").GetInt32(),
                report.GetProperty("duplicated").GetInt32()
            )
        );
    }
}
