using FluxEntropy.Server.Tests.Clustering;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace FluxEntropy.Server.Tests.Health;

/// <summary>A process says that it does not serve, and why, when the store is away, the disk is full, or an engine fails.</summary>
[Trait("Category", "faults")]
public sealed class HealthTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4); // nothing is measured here

    [Fact]
    public async Task A_full_disk_is_unhealthy_until_there_is_room()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(folder["disk"], mebibytes: 32, ballast: 1);
        await using var server = await FluxServerProcess.StartAsync(Path.Join(disk.Path, "data"), devices: null);
        await HealthyAsync(server);

        Fill(Path.Join(disk.Path, "rest"));
        Assert.Contains("disk: the disk of the data folder", await UnhealthyAsync(server), StringComparison.Ordinal);
        Assert.Equal(
            (ServingStatus.Serving, ServingStatus.NotServing),
            (await AskAsync("alive"), await AskAsync("ready"))
        );
        await using var alive = await FluxProcess.RunAsync(
            "health",
            "--alive",
            "--server",
            server.Address.OriginalString
        );
        Assert.Equal(0, alive.ExitCode);

        disk.MakeRoom();
        await HealthyAsync(server);
        await server.StopAsync();

        async Task<ServingStatus> AskAsync(string service) =>
            (
                await new Grpc.Health.V1.Health.HealthClient(server.Channel).CheckAsync(new() { Service = service })
            ).Status;
    }

    [Fact]
    public async Task A_database_that_another_program_locks_is_unhealthy_until_it_is_free()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FluxServerProcess.StartAsync(folder["data"], devices: null);
        await HealthyAsync(server);

        await using (
            var other = new SqliteConnection(
                $"Data Source={Path.Join(folder["data"], DataLayout.StateDatabase)};Pooling=False"
            )
        )
        {
            await other.OpenAsync();
            await using var locking = other.CreateCommand();
            locking.CommandText = "BEGIN IMMEDIATE";
            await locking.ExecuteNonQueryAsync();
            Assert.Contains(
                "store: the store of fencing records",
                await UnhealthyAsync(server),
                StringComparison.Ordinal
            );
        }

        await HealthyAsync(server);
        await server.StopAsync();
    }

    [Fact]
    public async Task A_store_that_is_away_is_unhealthy_until_it_is_back()
    {
        await using var cluster = await FluxCluster.StartAsync();
        var data = await cluster.AddDataAsync();
        await HealthyAsync(data);

        await cluster.Redis.KillAsync();
        Assert.Contains("store: the store of fencing records", await UnhealthyAsync(data), StringComparison.Ordinal);

        await cluster.Redis.StartAgainAsync();
        await HealthyAsync(data);
        await cluster.StopAsync();
    }

    [Fact]
    public async Task A_model_that_is_gone_after_the_start_is_unhealthy_until_it_is_back()
    {
        using var folder = new TemporaryFolder();
        var (model, away) = (folder["model"], folder["away"]);
        Copy(FluxProcess.ShippedModel, model);
        await using var server = await FluxServerProcess.StartAsync(
            folder["data"],
            devices: "cpu:1",
            more: ["--model", model]
        );
        await HealthyAsync(server);

        Directory.Move(model, away);
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(20)).IngestAsync(server.Channel);
        Assert.Contains("devices: cpu:1 failed under profile", await UnhealthyAsync(server), StringComparison.Ordinal);

        Directory.Move(away, model);
        await PipelineClient.ScoredAsync(server.Channel);
        await HealthyAsync(server);
        await server.StopAsync();
    }

    private static Task<string> HealthyAsync(FluxServerProcess server) => UntilAsync(server, exitCode: 0);

    private static Task<string> UnhealthyAsync(FluxServerProcess server) => UntilAsync(server, exitCode: 1);

    // What changes the health of a process takes it a moment to meet.
    private static async Task<string> UntilAsync(FluxServerProcess server, int exitCode)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            await using var health = await FluxProcess.RunAsync("health", "--server", server.Address.OriginalString);
            if (health.ExitCode == exitCode)
                return health.Errors;
            Assert.True(
                TimeProvider.System.GetElapsedTime(begun) < Patience,
                $"exit code {health.ExitCode}, not {exitCode}: {health.Output}{health.Errors}"
            );
        }
    }

    private static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Join(to, Path.GetFileName(file)));
    }
}
