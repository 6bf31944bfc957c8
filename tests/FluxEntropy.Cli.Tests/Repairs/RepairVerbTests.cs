namespace FluxEntropy.Cli.Tests.Repairs;

public sealed class RepairVerbTests
{
    [Fact]
    public async Task It_says_what_it_would_do_does_it_when_told_and_leaves_a_sound_folder()
    {
        using var folder = new TemporaryFolder();
        var data = folder["data"];
        await using (var server = await FluxServerProcess.StartAsync(data, devices: "none"))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(20)).IngestAsync(server.Channel);
            await server.StopAsync();
        }
        var name = Path.Join(data, "names", "corpora", "corpus.json");
        var whole = await File.ReadAllBytesAsync(name, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(name, whole[..^3], TestContext.Current.CancellationToken);

        await using var plan = await FluxProcess.RunAsync("repair", "--data", data, "--dry-run");
        await using var unasked = await FluxProcess.RunAsync("repair", "--data", data);
        Assert.Equal(whole[..^3], await File.ReadAllBytesAsync(name, TestContext.Current.CancellationToken));
        await using var repair = await FluxProcess.RunAsync("repair", "--data", data, "--yes");
        await using var again = await FluxProcess.RunAsync("repair", "--data", data, "--dry-run");

        Assert.Equal(1, plan.ExitCode);
        Assert.Contains("names/corpora/corpus.json", plan.Output, StringComparison.Ordinal);
        Assert.Contains("made anew from 'corpora/", plan.Output, StringComparison.Ordinal);
        Assert.Equal(2, unasked.ExitCode);
        Assert.Contains("--yes", unasked.Errors, StringComparison.Ordinal);
        Assert.True(repair.ExitCode == 0, repair.Errors);
        Assert.Contains("The folder is sound.", repair.Errors, StringComparison.Ordinal);
        Assert.Equal(whole, await File.ReadAllBytesAsync(name, TestContext.Current.CancellationToken));
        Assert.Equal(0, again.ExitCode);
    }
}
