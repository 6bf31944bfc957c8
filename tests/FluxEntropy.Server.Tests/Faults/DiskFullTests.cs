using System.Text.Json;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>The disk under a real server becomes full in the middle of an ingest.</summary>
[Trait("Category", "faults")]
public sealed class DiskFullTests
{
    private const int Documents = 2000;
    private const string Devices = "sim:1@100000000";

    [Fact]
    public async Task A_full_disk_is_said_to_the_client_and_the_work_goes_on_when_there_is_room()
    {
        using var folder = new TemporaryFolder();
        using var disk = SmallDisk.Mount(folder["disk"], mebibytes: 96, ballast: 80);
        var data = Path.Join(disk.Path, "data");
        var texts = folder.Write("texts.jsonl", string.Concat(Enumerable.Range(0, Documents).Select(Line))); // 20 MiB

        await using (var server = await FluxServerProcess.StartAsync(data, devices: Devices))
        {
            await using var refused = await FluxProcess.RunAsync(Ingest(server, texts, folder));
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(
                "The server's disk is full; what was acknowledged is kept.",
                refused.Errors,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("   at ", refused.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain(
                disk.Path,
                refused.Errors.Replace(texts, "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            Assert.InRange(File.ReadLines(folder["acknowledged.jsonl"]).Count(), 1, Documents - 1);
            Assert.NotEmpty(
                (await new V1.Cluster.ClusterClient(server.Channel).StatusAsync(new ClusterStatusRequest())).Version
            ); // it lives

            disk.MakeRoom();
            await using var taken = await FluxProcess.RunAsync(Ingest(server, texts, folder));
            Assert.True(taken.ExitCode == 0, taken.Errors);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        // A segment whose scores found no room is leased again after minutes; a new server need not wait.
        await using (var server = await FluxServerProcess.StartAsync(data, devices: Devices))
        {
            await using var done = await FluxProcess.RunAsync([.. Ingest(server, texts, folder), "--wait", "--json"]);
            var summary = JsonDocument.Parse(done.Output).RootElement;
            Assert.Equal(Documents, summary.GetProperty("present").GetInt32());
            Assert.Equal(
                (Documents, 0),
                (summary.GetProperty("documents").GetInt32(), summary.GetProperty("pending").GetInt32())
            );
            await server.StopAsync();
        }

        await Verification.SoundAsync(data, folder["acknowledged.jsonl"]);
    }

    private static string[] Ingest(FluxServerProcess server, string texts, TemporaryFolder folder) =>
        [
            "ingest",
            texts,
            "--corpus",
            "corpus",
            "--acknowledged",
            folder["acknowledged.jsonl"],
            "--server",
            server.Address.OriginalString,
        ];

    private static string Line(int i)
    {
        var random = new Random(i);
        var text = string.Concat(Enumerable.Range(0, 10 << 10).Select(_ => (char)('a' + random.Next(26))));
        return $"{{\"id\":\"{i}\",\"text\":\"{text}\"}}\n";
    }
}
