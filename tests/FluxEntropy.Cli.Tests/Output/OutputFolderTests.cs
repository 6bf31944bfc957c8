using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OutputFolderTests() => Directory.CreateDirectory(_folder["report"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_of_a_new_version_replace_those_of_their_names_and_others_stay()
    {
        _folder.Write("report/a.txt", "before");
        _folder.Write("report/own.txt", "mine");

        OutputFolder.Write(_folder["report"], partial =>
        {
            Directory.CreateDirectory(Path.Combine(partial, "tables"));
            File.WriteAllText(Path.Combine(partial, "a.txt"), "after");
            File.WriteAllText(Path.Combine(partial, "tables", "b.csv"), "x");
        });

        Assert.Equal("after", File.ReadAllText(_folder["report/a.txt"]));
        Assert.Equal("mine", File.ReadAllText(_folder["report/own.txt"]));
        Assert.Equal("x", File.ReadAllText(_folder["report/tables/b.csv"]));
        Assert.Equal([_folder["report"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Folder_that_is_being_written_is_left_alone()
    {
        OutputFolder.Write(_folder["report"], partial =>
        {
            File.WriteAllText(Path.Combine(partial, "a.txt"), "first");
            var refused = Assert.Throws<IOException>(() => OutputFolder.Write(_folder["report"], _ => { }));
            Assert.Contains("is being written by another command", refused.Message, StringComparison.Ordinal);
        });

        Assert.Equal(["a.txt"], Directory.GetFileSystemEntries(_folder["report"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Folder_of_somebody_else_is_left_alone()
    {
        Directory.CreateDirectory(_folder["report.partial"]);
        _folder.Write("report.partial/own.txt", "mine");

        Assert.Throws<IOException>(() => OutputFolder.Write(_folder["report"], _ => { }));

        Assert.Equal("mine", File.ReadAllText(_folder["report.partial/own.txt"]));
    }

    [Fact]
    public void Interrupted_version_leaves_what_was_there()
    {
        _folder.Write("report/a.txt", "before");

        Assert.Throws<IOException>(() => OutputFolder.Write(_folder["report"], partial =>
            {
                File.WriteAllText(Path.Combine(partial, "a.txt"), "half");
                throw new IOException("no space left");
            }));

        Assert.Equal("before", File.ReadAllText(_folder["report/a.txt"]));
        Assert.Equal([_folder["report"]], Directory.GetFileSystemEntries(_folder.Path));
    }
}
