using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Refusal(Action open)
    {
        var message = Assert.Throws<DataFolderException>(open).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    [Fact]
    public void A_new_folder_is_created_and_opens_again_after_it_was_closed()
    {
        DataFolder.Open(_folder["data"]).Dispose();
        DataFolder.Open(_folder["data"]).Dispose();
    }

    [Fact]
    public void A_second_owner_is_refused_with_folder_and_process_of_the_first()
    {
        using var first = DataFolder.Open(_folder["data"]);

        var message = Refusal(() => DataFolder.Open(_folder["data"]));

        Assert.Contains(_folder["data"], message);
        Assert.Contains($"process {Environment.ProcessId}", message);
        Refusal(() => DataFolder.OpenStopped(_folder["data"]));
    }

    [Fact]
    public void A_stopped_folder_is_read_without_writing_and_no_server_starts_meanwhile()
    {
        DataFolder.Open(_folder["data"]).Dispose();
        var before = Directory.GetFiles(_folder["data"]).ToDictionary(path => path, File.GetLastWriteTimeUtc);

        using (DataFolder.OpenStopped(_folder["data"]))
            Refusal(() => DataFolder.Open(_folder["data"]));

        Assert.Equal(before, Directory.GetFiles(_folder["data"]).ToDictionary(path => path, File.GetLastWriteTimeUtc));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_folder_of_another_format_is_refused_with_both_versions(int version)
    {
        DataFolder.Open(_folder["data"]).Dispose();
        File.WriteAllText(_folder["data/format.json"], $$"""{"Format":"fluxentropy-data","Version":{{version}}}""");

        Assert.Contains(
            $"format version {version}, and this program reads version {DataFolder.FormatVersion}",
            Refusal(() => DataFolder.Open(_folder["data"]))
        );
        Assert.Contains($"format version {version}", Refusal(() => DataFolder.OpenStopped(_folder["data"])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"Format":"other","Version":1}""")]
    public void A_broken_format_file_is_refused(string content)
    {
        DataFolder.Open(_folder["data"]).Dispose();
        File.WriteAllText(_folder["data/format.json"], content);

        Assert.Contains("format.json", Refusal(() => DataFolder.Open(_folder["data"])));
    }

    [Fact]
    public void A_folder_with_other_files_in_it_is_refused()
    {
        File.WriteAllText(_folder["notes.txt"], "mine");

        Assert.Contains("'notes.txt'", Refusal(() => DataFolder.Open(_folder.Path)));
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused() =>
        Assert.Contains("cannot be used", Refusal(() => DataFolder.Open("/proc/fluxentropy")));

    [Fact]
    public void A_network_file_system_is_refused() =>
        Assert.Contains(
            "network file system (nfs4)",
            Refusal(() => DataFolder.RefuseNetworkFileSystem("/mnt/data", DriveType.Network, "nfs4"))
        );

    [Theory]
    [InlineData(DriveType.Unknown, "fuse.sshfs")]
    [InlineData(DriveType.Network, "cifs")]
    public void So_is_what_may_be_one(DriveType type, string format) =>
        Assert.Contains($"({format})", Refusal(() => DataFolder.RefuseNetworkFileSystem("/mnt/data", type, format)));

    [Fact]
    public void Processes_of_one_cluster_share_a_folder_and_nobody_else_does()
    {
        var cluster = new ClusterIdentity("one", "127.0.0.1:6379");
        using (var first = DataFolder.OpenShared(_folder["data"], cluster))
        using (var second = DataFolder.OpenShared(_folder["data"], cluster))
        {
            Assert.Equal(first.Id, second.Id);
            Assert.Contains("in use by a server, a cluster", Refusal(() => DataFolder.Open(_folder["data"])));
            Refusal(() => DataFolder.OpenStopped(_folder["data"]));
            Assert.Contains(
                "belongs to the cluster 'one' kept in 127.0.0.1:6379, not to 'two'",
                Refusal(() => DataFolder.OpenShared(_folder["data"], cluster with { Id = "two" }))
            );
            Refusal(() => DataFolder.OpenShared(_folder["data"], cluster with { Store = "127.0.0.1:6380" }));
        }

        using var stopped = DataFolder.OpenStopped(_folder["data"]);
        Refusal(() => DataFolder.OpenShared(_folder["data"], cluster));
    }

    [Fact]
    public void An_embedded_server_keeps_a_cluster_away()
    {
        using var embedded = DataFolder.Open(_folder["data"]);

        Assert.Contains(
            $"process {Environment.ProcessId}",
            Refusal(() => DataFolder.OpenShared(_folder["data"], new ClusterIdentity("one", "redis")))
        );
    }

    [Fact]
    public void What_dead_publishers_left_is_cleaned_up()
    {
        DataFolder.Open(_folder["data"]).Dispose();
        Directory.CreateDirectory(_folder["data/corpora/x"]);
        File.WriteAllText(_folder["data/corpora/x/corpus.json.0123456789abcdef.tmp"], "half");

        using var folder = DataFolder.Open(_folder["data"]);

        Assert.Empty(Directory.GetFiles(_folder["data/corpora/x"]));
    }
}
