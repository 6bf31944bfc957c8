using System.IO.Compression;
using System.Text;
using FluxEntropy.Cli.Output;
using ZstdSharp;

namespace FluxEntropy.Cli.Tests.Output;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv")]
    [InlineData("a.csv.gz")]
    [InlineData("a.csv.ZST")]
    public async Task Name_decides_on_compression(string name)
    {
        await WriteAsync(_folder[name], "text");

        await using Stream file = File.OpenRead(_folder[name]);
        await using var content = FileNames.Extension(name) switch
        {
            ".gz" => new GZipStream(file, CompressionMode.Decompress),
            ".zst" => new DecompressionStream(file),
            _ => file,
        };
        Assert.Equal("text", await new StreamReader(content).ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task File_that_was_not_published_leaves_what_was_there()
    {
        _folder.Write("a.txt", "before");

        await using (var file = OutputFile.Create(_folder["a.txt"]))
            file.Stream.Write("after"u8);

        Assert.Equal("before", await File.ReadAllTextAsync(_folder["a.txt"], TestContext.Current.CancellationToken));
        Assert.Equal(["a.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Partial_file_of_a_killed_command_is_written_over()
    {
        _folder.Write("a.txt.partial", "a longer text that was left half-way");

        await WriteAsync(_folder["a.txt"], "after");

        Assert.Equal("after", await File.ReadAllTextAsync(_folder["a.txt"], TestContext.Current.CancellationToken));
        Assert.Equal(["a.txt"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Partial_file_that_is_being_written_is_left_alone()
    {
        await using var first = OutputFile.Create(_folder["a.txt"]);
        await first.Stream.WriteAsync("first"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Contains("another command is writing it", Refused(_folder["a.txt"]), StringComparison.Ordinal);

        await first.PublishAsync();
        Assert.Equal("first", await File.ReadAllTextAsync(_folder["a.txt"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Link_stays_a_link_to_the_new_content()
    {
        _folder.Write("a.txt", "before");
        File.CreateSymbolicLink(_folder["link"], _folder["a.txt"]);

        await WriteAsync(_folder["link"], "after");

        Assert.NotNull(new FileInfo(_folder["link"]).LinkTarget);
        Assert.Equal("after", await File.ReadAllTextAsync(_folder["a.txt"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Place_that_cannot_be_written_is_said_with_the_reason()
    {
        Assert.Contains("it is a folder", Refused(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Refused(_folder["none/a.txt"]), StringComparison.Ordinal);
    }

    private static string Refused(string path) => Assert.Throws<IOException>(() => OutputFile.Create(path)).Message;

    private static async Task WriteAsync(string path, string text)
    {
        await using var file = OutputFile.Create(path);
        await file.Stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await file.PublishAsync();
    }
}
