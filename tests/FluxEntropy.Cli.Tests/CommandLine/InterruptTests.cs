using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>What a verb exits with that a signal ended, and what it leaves.</summary>
public sealed class InterruptTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Watching_a_curriculum_ends_well_and_shows_each_version_once()
    {
        using var folder = new TemporaryFolder();
        await running.FluxAsync("ingest", folder.Write("a.txt", "Gets the value."), "--corpus", "seen", "--wait");
        await running.FluxAsync("session", "create", "seen", "--corpus", "seen", "--steps", "10");

        await using var watch = FluxProcess.Start(["curriculum", "watch", "seen", "--server", running.Url]);
        await OutputAsync(watch, "version 1 ");
        await running.FluxAsync("curriculum", "set", "seen", "--schedule", "reverse");
        await OutputAsync(watch, "version 2 ");
        watch.Terminate();
        await watch.ExitAsync();

        Assert.Equal((0, 2), (watch.ExitCode, watch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Fact]
    public async Task Leaving_a_run_that_goes_on_says_that_it_is_not_done()
    {
        using var folder = new TemporaryFolder();
        await running.FluxAsync("ingest", folder.Write("a.txt", "Gets the value."), "--corpus", "left", "--wait");
        await running.FluxAsync("session", "create", "left", "--corpus", "left", "--steps", "10");

        await using var train = FluxProcess.Start(["train", "left", "--server", running.Url]);
        await train.ErrorLineAsync("waiting for");
        train.Terminate();
        await train.ExitAsync();

        Assert.Equal(130, train.ExitCode);
        await running.FluxAsync("train", "left", "--stop");
    }

    private static async Task OutputAsync(FluxProcess process, string part)
    {
        while (!process.Output.Contains(part, StringComparison.Ordinal))
        {
            Assert.False(process.HasExited, $"'{part}' was never printed: {process.Output}{process.Errors}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
