using System.Text.Json.Nodes;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>Looks at a data folder in every way that an expectation names: when it is made, and by each later version.</summary>
internal static class GoldenInspection
{
    /// <summary>Checks a stopped folder, which must be sound.</summary>
    /// <returns>The counts that the verification printed.</returns>
    public static async Task<JsonObject> VerifyAsync(string data, string acknowledged)
    {
        await using var verify = await FluxProcess.RunAsync(
            "verify",
            "--data",
            data,
            "--expect",
            acknowledged,
            "--complete",
            "--json"
        );
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
        return JsonNode.Parse(verify.Output)!["counts"]!.DeepClone().AsObject();
    }

    /// <summary>Asks a server that has just opened the folder, once all is scored; then has every recorded step served again.</summary>
    public static async Task<GoldenExpectation> AskAsync(
        FluxServerProcess server,
        GoldenClient client,
        GoldenExpectation expectation
    )
    {
        foreach (var corpus in expectation.Documents.Keys)
            await client.ScoredAsync(corpus);
        var answers = await new GoldenAnswers(server.Channel, expectation).CollectAsync();
        foreach (var session in expectation.Resuming)
            Assert.Equal(TrainingStatus.Types.State.Finished, (await client.TrainedAsync(session)).State);
        var steps = new SortedDictionary<string, SortedDictionary<ulong, string>>();
        foreach (var (session, recorded) in expectation.Recorded.Where(session => session.Value > 0))
            steps[session] = await client.ConsumeAsync(session, "again", from: 0, recorded);
        return expectation with { Answers = answers, Steps = steps };
    }
}
