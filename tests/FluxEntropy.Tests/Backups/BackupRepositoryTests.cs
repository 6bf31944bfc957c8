using FluxEntropy.Backups;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Backups;

public sealed class BackupRepositoryTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 11, 30, 23, 59, 59, 7, TimeSpan.FromHours(2));
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_are_in_the_order_of_time_wherever_they_were_made()
    {
        DateTimeOffset[] times = [Time, Time.AddMilliseconds(1), Time.AddHours(1).ToOffset(TimeSpan.FromHours(-9))];
        var names = times.Select(BackupRepository.NameAt).ToList();
        Assert.Equal("20261130T215959.007Z", names[0]);
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public void The_newest_is_whole_and_named_after_a_time()
    {
        Assert.Null(BackupRepository.Newest(_folder["missing"]));
        var whole = Add(BackupRepository.NameAt(Time));
        Add("zzz");
        Directory.CreateDirectory(_folder[BackupRepository.NameAt(Time.AddHours(1))]); // without a manifest
        var unfinished = Add(BackupRepository.NameAt(Time.AddHours(2)) + BackupRepository.PartialSuffix);
        Add("notes.partial");

        Assert.Equal(whole, BackupRepository.Newest(_folder.Path));
        Assert.Equal(whole, BackupRepository.Find(_folder.Path));
        Assert.Equal(whole, BackupRepository.Find(whole));
        Assert.Equal([unfinished], BackupRepository.Unfinished(_folder.Path));
    }

    [Fact]
    public void A_folder_without_a_backup_is_refused_by_name()
    {
        var refused = Assert.Throws<DataFolderException>(() => BackupRepository.Find(_folder.Path));
        Assert.Contains(_folder.Path, refused.Message, StringComparison.Ordinal);
    }

    private string Add(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        File.WriteAllText(Path.Join(_folder[name], DataLayout.BackupManifest), "{}");
        return _folder[name];
    }
}
