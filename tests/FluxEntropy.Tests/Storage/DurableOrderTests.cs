using System.Text.RegularExpressions;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>In which order the disk is asked for what: nobody relies on anything that a power cut could take.</summary>
public sealed partial class DurableOrderTests : IDisposable
{
    private static readonly Dictionary<string, Func<DurableWork, Task>> Works = new()
    {
        ["publish"] = work => work.PublishAsync(),
        ["append"] = work => work.AppendAsync(),
        ["take over"] = work => work.TakeOverAsync(),
        ["ingest"] = work => work.IngestAsync(),
        ["delete"] = work => work.DeleteAsync(),
        ["seal"] = work => work.SealAsync(),
        ["hand out"] = work => work.HandOutAsync(),
        ["checkpoint"] = work => work.CheckpointAsync(),
    };

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingDisk _disk;

    public DurableOrderTests() => _disk = new RecordingDisk(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private async Task<IReadOnlyList<string>> DoAsync(string work, IDisk? disk = null)
    {
        await Works[work](new DurableWork(_folder.Path, _disk, disk ?? _disk));
        return [.. _disk.Lines.Select(line => GeneratedId().Replace(line, "ID"))];
    }

    private static string[] Published(string folder, string name) =>
        [
            $"create {folder}/{name}.tmp",
            $"write {folder}/{name}.tmp",
            $"flush {folder}/{name}.tmp",
            $"link {folder}/{name}",
            $"unlink {folder}/{name}.tmp",
            $"syncfolder {folder}",
        ];

    [Fact]
    public async Task A_file_is_published_by_write_fsync_link_unlink_and_fsync_of_its_folder() =>
        Assert.Equal(
            ["createfolder folder", "syncfolder .", .. Published("folder", "file"), "published"],
            await DoAsync("publish")
        );

    [Fact]
    public async Task A_log_is_begun_with_a_claim_and_a_header_and_a_record_is_flushed_before_the_fence_moves() =>
        Assert.Equal(
            [
                "raise 1",
                "createfolder log",
                "syncfolder .",
                .. Published("log", "00000001.claim"),
                .. Published("log", "00000001.log"),
                "unlink log/00000001.claim",
                "open log/00000001.log",
                "write log/00000001.log",
                "flush log/00000001.log",
                "commit 1",
                "acknowledged",
            ],
            await DoAsync("append")
        );

    [Fact]
    public async Task A_new_term_makes_its_predecessor_durable_before_its_header_says_what_counts() =>
        Assert.Equal(
            [
                "raise 2",
                "createfolder log",
                "syncfolder .",
                .. Published("log", "00000002.claim"),
                "syncfile log/00000001.log",
                "syncfolder log",
                .. Published("log", "00000002.log"),
                "unlink log/00000002.claim",
                "open log/00000002.log",
                "taken over",
            ],
            await DoAsync("take over")
        );

    [Fact]
    public async Task Documents_are_acknowledged_once_flushed_and_fenced() =>
        Assert.Equal(
            ["write LOG", "flush LOG", "commit 1", "acknowledged"],
            (await DoAsync("ingest"))
                .TakeLast(4)
                .Select(line =>
                    line.Replace($"{DataLayout.ShardLog("c0", 0)}/00000001.log", "LOG", StringComparison.Ordinal)
                )
        );

    [Fact]
    public async Task A_tombstone_file_of_a_predecessor_is_durable_before_the_next_one_is_published()
    {
        var folder = DataLayout.Tombstones("c0", 0);
        var tombstones = (await DoAsync("delete")).Where(line =>
            (
                line.Contains(folder, StringComparison.Ordinal)
                && !line.StartsWith("createfolder", StringComparison.Ordinal)
            )
            || line == "deleted"
        );
        Assert.Equal([$"syncfolder {folder}", .. Published(folder, "00000001.tombstones"), "deleted"], tombstones);
    }

    [Fact]
    public async Task A_step_is_logged_and_fenced_before_it_is_handed_out()
    {
        string[] logged =
        [
            $"write {DataLayout.SessionLog("s")}/00000001.log",
            $"flush {DataLayout.SessionLog("s")}/00000001.log",
            "commit 1",
        ];
        // The snapshot that it is planned over, then the step.
        Assert.Equal([.. logged, .. logged, "handed out"], await DoAsync("hand out"));
    }

    [Fact]
    public async Task A_checkpoint_is_named_once_its_files_are_durable()
    {
        const string checkpoints = "sessions/s/checkpoints",
            files = $"{checkpoints}/000000000005-0001-ID";
        Assert.Equal(
            [
                "createfolder sessions",
                "syncfolder .",
                "createfolder sessions/s",
                "syncfolder sessions",
                $"createfolder {checkpoints}",
                "syncfolder sessions/s",
                $"createfolder {files}",
                $"syncfolder {checkpoints}",
                .. EngineOfFiles.Files.Select(file => $"write {files}/{file}"),
                .. EngineOfFiles.Files.Select(file => $"syncfile {files}/{file}"),
                $"syncfolder {files}",
                .. Published(checkpoints, "0001-000000000005.json"),
                "saved",
            ],
            await DoAsync("checkpoint")
        );
    }

    [Fact]
    public async Task Runs_are_durable_before_the_record_that_names_them()
    {
        var links = (await DoAsync("seal"))
            .Where(line => line.StartsWith("link corpora", StringComparison.Ordinal))
            .Select(Path.GetExtension);
        Assert.Equal(
            [.. Enumerable.Repeat(".scores", 4), ".run", ".record", ".run", ".record", ".run", ".record"],
            links.Take(10)
        );
    }

    [Theory]
    [InlineData("publish", nameof(DiskCall.Flush))]
    [InlineData("publish", nameof(DiskCall.SyncFolder))]
    [InlineData("append", nameof(DiskCall.Flush))]
    [InlineData("append", nameof(DiskCall.SyncFolder))]
    [InlineData("take over", nameof(DiskCall.SyncFile))]
    [InlineData("ingest", nameof(DiskCall.Flush))]
    [InlineData("ingest", nameof(DiskCall.SyncFolder))]
    [InlineData("seal", nameof(DiskCall.Flush))]
    [InlineData("seal", nameof(DiskCall.SyncFolder))]
    [InlineData("hand out", nameof(DiskCall.Flush))]
    [InlineData("checkpoint", nameof(DiskCall.SyncFile))]
    [InlineData("checkpoint", nameof(DiskCall.SyncFolder))]
    public async Task A_call_left_out_is_noticed(string work, string forgotten) =>
        await Assert.ThrowsAsync<NotDurableException>(() =>
            DoAsync(work, new ForgetfulDisk(_disk, Enum.Parse<DiskCall>(forgotten)))
        );

    [GeneratedRegex("[0-9a-f]{16}")]
    private static partial Regex GeneratedId();
}
