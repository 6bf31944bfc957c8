using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>A training that ends whatever process works on it is resumed until that proves futile, and then by a person alone.</summary>
[Trait("Category", "faults")]
public class TrainingCrashTests
{
    private const string AtFirstStep = "trainer.before-step:1";
    private const string AtThirdStep = "trainer.before-step:3";
    private const int Killed = 128 + 9;
    private const int Crashes = 3;
    private const ulong Steps = 24;

    [Fact]
    public async Task Training_that_kills_the_process_again_and_again_is_not_resumed_until_somebody_starts_it()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(200));
        await DiesAsync(folder, AtFirstStep, server => Work.UntilItDiesAsync(client, server, Steps));
        for (var crash = 1; crash < Crashes; crash++)
            await DiesAsync(folder, AtFirstStep);

        await using (var server = await FluxServerProcess.StartAsync(folder["data"], AtFirstStep))
        {
            var status = await PipelineClient.TrainedAsync(server.Channel);
            Assert.Equal((State.Failed, 0ul), (status.State, status.Step));
            Assert.Contains($"died {Crashes} times in a row", status.Error, StringComparison.Ordinal);
            Assert.Contains($"flux train {PipelineClient.Session}", status.Error, StringComparison.Ordinal);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        await DiesAsync(folder, AtFirstStep, server => Work.UntilItDiesAsync(client, server, Steps)); // it is started again
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State); // by itself: it died once since
            await server.StopAsync();
        }
        Assert.Empty(AttemptsIn(folder));
        await Verification.SoundAsync(folder, client);
    }

    [Fact]
    public async Task Training_that_makes_new_steps_before_each_crash_is_resumed_every_time()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(200));
        await DiesAsync(folder, AtThirdStep, server => Work.UntilItDiesAsync(client, server, Steps));
        // Each goes back to the first step or to a checkpoint, and comes a step further than the one before.
        for (var step = 4; step < 9; step++)
            await DiesAsync(folder, $"trainer.before-step:{step}");
        Assert.InRange(AttemptsIn(folder).Length, 1, Crashes - 1);

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State);
            await server.StopAsync();
        }
        Assert.Empty(AttemptsIn(folder));
    }

    private static async Task DiesAsync(
        TemporaryFolder folder,
        string point,
        Func<FluxServerProcess, Task>? work = null
    )
    {
        if (work is null)
        {
            await using var resuming = FluxProcess.Start(
                ["serve", "--data", folder["data"], "--listen", "http://127.0.0.1:0", "--devices", "cpu:2"],
                point
            );
            await resuming.ExitAsync();
            Assert.Equal(Killed, resuming.ExitCode);
            return;
        }
        await using var server = await FluxServerProcess.StartAsync(folder["data"], point);
        await work(server);
        await server.Process.ExitAsync();
        Assert.Equal(Killed, server.Process.ExitCode);
    }

    private static string[] AttemptsIn(TemporaryFolder folder) =>
        Directory
            .GetDirectories(Path.Combine(folder["data"], "sessions"))
            .Select(session => Path.Combine(session, "attempts"))
            .Where(Directory.Exists)
            .SelectMany(Directory.GetFiles)
            .ToArray();
}
