using FluxEntropy.Backups;
using FluxEntropy.Server.Storage;
using FluxEntropy.Server.Tests.Golden;
using FluxEntropy.Storage;

namespace FluxEntropy.Server.Tests.Storage;

/// <summary>Backups of folders that earlier versions left, with everything in them.</summary>
public sealed class FolderBackupTests : IDisposable
{
    private static readonly DateTimeOffset Created = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(GoldenFolder.Names), MemberType = typeof(GoldenFolder))]
    public async Task A_backup_and_what_is_restored_of_it_hold_what_the_folder_held(string name)
    {
        var golden = GoldenFolder.Find(name);
        golden.CopyData(Data);
        var held = (await StoppedFolder.VerifyAsync(Data, golden.Acknowledged, cancellationToken: Cancelled)).Counts;
        var before = Names(Data);
        await BackUpAsync("backup");
        Assert.Equal(before, Names(Data)); // it was only read
        await Restoration.RunAsync(_folder["backup"], _folder["restored"], Cancelled);

        foreach (var copy in (string[])["backup", "restored"])
        {
            var report = await StoppedFolder.VerifyAsync(
                _folder[copy],
                golden.Acknowledged,
                cancellationToken: Cancelled
            );
            Assert.Empty(report.Problems);
            Assert.Equal(held, report.Counts);
        }
        Assert.Equal(Names(_folder["backup"]).Except(["backup.json"]), Names(_folder["restored"]));
    }

    [Fact]
    public async Task The_next_backup_copies_only_what_is_new_and_stays_when_the_first_is_deleted()
    {
        GoldenFolder.Find("0.1.0/stopped").CopyData(Data);
        var (first, copied) = await BackUpAsync("first");
        Assert.True(copied.CopiedFiles < first.Files.Count, "published files are linked");
        var (second, tally) = await BackUpAsync("second", "first");
        Assert.Equal(1, tally.CopiedFiles); // state.db
        Assert.Equal(first.Files.Count - 1, tally.LinkedFiles);
        Assert.Equal(first.Files.Select(file => file.Path), second.Files.Select(file => file.Path));

        Directory.Delete(_folder["first"], recursive: true);
        Assert.True((await StoppedFolder.VerifyAsync(_folder["second"], cancellationToken: Cancelled)).IsSound);
    }

    [Fact]
    public async Task A_log_is_taken_as_far_as_it_was_committed()
    {
        GoldenFolder.Find("0.1.0/stopped").CopyData(Data);
        var log = Directory.GetFiles(Data, "*.log", SearchOption.AllDirectories).Order().Last();
        var committed = new FileInfo(log).Length;
        File.AppendAllBytes(log, new byte[100]);

        var (manifest, _) = await BackUpAsync("backup");
        var taken = manifest.Files.Single(file => file.Path == Path.GetRelativePath(Data, log));
        Assert.Equal(committed, taken.Bytes);
        Assert.True((await StoppedFolder.VerifyAsync(_folder["backup"], cancellationToken: Cancelled)).IsSound);
    }

    [Fact]
    public async Task Damage_to_a_file_of_any_kind_is_named_and_nothing_is_restored()
    {
        GoldenFolder.Find("0.1.0/stopped").CopyData(Data);
        var (manifest, _) = await BackUpAsync("backup");
        foreach (var file in manifest.Files.GroupBy(file => Path.GetExtension(file.Path)).Select(kind => kind.Last()))
        {
            var path = Path.Combine(_folder["backup"], file.Path);
            var whole = await File.ReadAllBytesAsync(path, Cancelled);
            File.Delete(path); // it may be a name of a file of the data folder
            await File.WriteAllBytesAsync(path, [.. whole[..^1], (byte)(whole[^1] ^ 1)], Cancelled);

            var damage = await Assert.ThrowsAsync<InvalidDataException>(() =>
                Restoration.RunAsync(_folder["backup"], _folder["restored"], Cancelled)
            );
            Assert.Contains(file.Path, damage.Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(_folder["restored"]), "nothing is left of it");
            await File.WriteAllBytesAsync(path, whole, Cancelled);
        }

        File.Delete(Path.Combine(_folder["backup"], manifest.Files[0].Path));
        var report = await StoppedFolder.VerifyAsync(_folder["backup"], cancellationToken: Cancelled);
        Assert.Contains(report.Problems, problem =>
            problem.Kind == "backup" && problem.Where == manifest.Files[0].Path
        );
    }

    [Fact]
    public async Task A_backup_is_not_served_and_is_restored_into_an_empty_folder_only()
    {
        GoldenFolder.Find("0.1.0/stopped").CopyData(Data);
        await BackUpAsync("backup");
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(_folder["backup"]));
        Assert.Contains("flux restore", refused.Message, StringComparison.Ordinal);
        var before = Names(Data);
        refused = await Assert.ThrowsAsync<DataFolderException>(() =>
            Restoration.RunAsync(_folder["backup"], Data, Cancelled)
        );
        Assert.Contains("is not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, Names(Data));
    }

    [Fact]
    public async Task Without_its_fences_a_folder_is_backed_up_only_when_asked_to()
    {
        GoldenFolder.Find("0.1.0/stopped").CopyData(Data);
        File.Delete(Path.Combine(Data, DataLayout.StateDatabase));
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => BackUpAsync("refused"));
        Assert.Contains(DataLayout.StateDatabase, refused.Message, StringComparison.Ordinal);

        await BackUpAsync("backup", withFences: false);
        Assert.True((await StoppedFolder.VerifyAsync(_folder["backup"], cancellationToken: Cancelled)).IsSound);
    }

    private Task<(BackupManifest Manifest, BackupTally Tally)> BackUpAsync(
        string backup,
        string? previous = null,
        bool withFences = true
    )
    {
        Directory.CreateDirectory(_folder[backup]);
        return FolderBackup.WriteAsync(
            Data,
            _folder[backup],
            previous is null ? null : _folder[previous],
            Created,
            withFences,
            cancellationToken: Cancelled
        );
    }

    private static string[] Names(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder, path))
                .Order(StringComparer.Ordinal),
        ];
}
