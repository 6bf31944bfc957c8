using System.Text.Json;
using FluxEntropy.Server.Tests.Processes;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary><c>flux verify</c> over what a test left, against what its client saw acknowledged.</summary>
internal static class Verification
{
    public static async Task SoundAsync(TemporaryFolder folder, PipelineClient client)
    {
        client.WriteAcknowledged(folder["acknowledged.jsonl"]);
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"], "--expect", folder["acknowledged.jsonl"], "--json");
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
        var report = JsonDocument.Parse(verify.Output).RootElement;
        Assert.Equal((0, 0, 0), (report.GetProperty("lost").GetInt32(), report.GetProperty("unexpected").GetInt32(), report.GetProperty("duplicated").GetInt32()));
    }
}
