using System.Diagnostics;
using System.Runtime.Versioning;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;

namespace FluxEntropy.Tests.Sources;

/// <summary>What is read of a folder that somebody named.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FolderFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Links_out_of_the_folder_and_what_a_reader_would_wait_on_are_left_out_and_named()
    {
        Write("secret.txt");
        Write("named/a.txt");
        Write("named/sub/b.txt");
        File.CreateSymbolicLink(_folder["named/inside.txt"], "sub/b.txt");
        File.CreateSymbolicLink(_folder["named/outside.txt"], "../secret.txt");
        Process.Start("mkfifo", _folder["named/pipe.txt"]).WaitForExit();
        var notices = new List<SourceNotice>();

        var files = FolderFiles.Below(_folder["named"], notices).Select(file => Path.GetFileName(file.Path)).ToList();

        Assert.Equal(["a.txt", "inside.txt", "b.txt"], files);
        Assert.Equal(["outside.txt", "pipe.txt"], notices.Select(notice => Path.GetFileName(notice.Source)));
        Assert.Contains("a link to a file elsewhere", notices[0].Message, StringComparison.Ordinal);
        Assert.Contains("a pipe, a socket or a device", notices[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_snapshot_of_the_hugging_face_cache_is_read_through_its_links()
    {
        Write("hub/datasets--x/blobs/4f2a");
        Write("hub/datasets--y/blobs/9c1b");
        Directory.CreateDirectory(_folder["hub/datasets--x/snapshots/main"]);
        File.CreateSymbolicLink(_folder["hub/datasets--x/snapshots/main/a.txt"], "../../blobs/4f2a");
        File.CreateSymbolicLink(_folder["hub/datasets--x/snapshots/main/b.txt"], "../../../datasets--y/blobs/9c1b");
        var notices = new List<SourceNotice>();

        var files = FolderFiles.Below(_folder["hub/datasets--x/snapshots/main"], notices);

        Assert.Equal("a.txt", Path.GetFileName(Assert.Single(files).Path));
        Assert.Equal("b.txt", Path.GetFileName(Assert.Single(notices).Source));
    }

    [Fact]
    public void Links_inside_a_folder_that_is_a_link_itself_are_read()
    {
        Write("real/a.txt");
        File.CreateSymbolicLink(_folder["real/relative.txt"], "a.txt");
        File.CreateSymbolicLink(_folder["real/absolute.txt"], _folder["real/a.txt"]);
        Directory.CreateSymbolicLink(_folder["named"], "real");
        var notices = new List<SourceNotice>();

        var files = FolderFiles.Below(_folder["named"], notices).Select(file => Path.GetFileName(file.Path)).ToList();

        Assert.Equal(["a.txt", "absolute.txt", "relative.txt"], files);
        Assert.Empty(notices);
    }

    private void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[path])!);
        File.WriteAllText(_folder[path], path);
    }
}
