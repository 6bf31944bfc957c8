using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>Outputs that a disk has no room for: one clear line, and no half file.</summary>
public sealed class FullDiskTests(RunningServer running) : IClassFixture<RunningServer>, IDisposable
{
    private const int Kibibyte = 1024;
    private const string Filler = "filler";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("scores.csv")]
    [InlineData("scores.jsonl")]
    [InlineData("scores.parquet")]
    [InlineData("scores.csv.gz")]
    public async Task Score_leaves_nothing(string name)
    {
        using var disk = Mount(freeKibibytes: 16);

        await using var score = await FluxProcess.RunAsync(
            "score",
            Texts(),
            "--split",
            "lines",
            "--output",
            Path.Combine(disk.Path, name),
            "--per-token"
        );

        AssertNothingLeft(score, disk);
    }

    [Theory]
    [InlineData("bin", "tokens")]
    [InlineData("parquet", "rows.parquet")]
    [InlineData("jsonl", "rows.jsonl")]
    [InlineData("jsonl", "rows.jsonl.zst")]
    public async Task Export_leaves_nothing(string format, string name)
    {
        await running.FluxAsync("ingest", Texts(), "--split", "lines", "--corpus", "texts", "--wait");
        using var disk = Mount(freeKibibytes: 16);

        await using var export = await FluxProcess.RunAsync(
            "export",
            "--corpus",
            "texts",
            "--format",
            format,
            "--separator",
            "0",
            "--output",
            Path.Combine(disk.Path, name),
            "--server",
            running.Url
        );

        AssertNothingLeft(export, disk);
    }

    [Theory]
    [InlineData("bins scores.parquet")]
    [InlineData("text line.txt")]
    public async Task Analyze_leaves_nothing(string analysis)
    {
        _folder.Write("line.txt", "Gets the value of the key that indicates whether the stream supports reading.");
        await using var score = await FluxProcess.RunAsync(
            "score",
            Texts(lines: 100),
            "--split",
            "lines",
            "--output",
            _folder["scores.parquet"]
        );
        Assert.Equal(0, score.ExitCode);
        using var disk = Mount(freeKibibytes: 16);
        var (verb, file) = (analysis.Split(' ')[0], analysis.Split(' ')[1]);

        await using var analyze = await FluxProcess.RunAsync(
            "analyze",
            verb,
            _folder[file],
            "--output",
            Path.Combine(disk.Path, "report")
        );

        AssertNothingLeft(analyze, disk);
    }

    [Fact]
    public async Task Training_a_model_leaves_nothing()
    {
        using var disk = Mount(freeKibibytes: 256);

        await using var train = await FluxProcess.RunAsync(
            "model",
            "train",
            "--steps",
            "1",
            "--output",
            Path.Combine(disk.Path, "model")
        );

        AssertNothingLeft(train, disk);
    }

    [Theory]
    [InlineData("tokenize TEXTS --split lines")]
    [InlineData("score TEXTS --split lines --format csv")]
    [InlineData("score TEXTS --split lines --format parquet")]
    public async Task Redirected_output_is_said_to_have_no_room(string line)
    {
        using var disk = Mount(freeKibibytes: 16);

        await using var flux = await FluxProcess.RunInShellAsync(
            $"exec \"$@\" > '{Path.Combine(disk.Path, "output")}'",
            line.Replace("TEXTS", Texts()).Split(' ')
        );

        AssertSaid(flux); // the file is the shell's
    }

    private SmallDisk Mount(int freeKibibytes)
    {
        var disk = SmallDisk.Mount(_folder["disk"], mebibytes: 1, ballast: 0);
        disk.MakeRoom(); // not even its ballast's name
        File.WriteAllBytes(Path.Combine(disk.Path, Filler), new byte[(Kibibyte - freeKibibytes) * Kibibyte]);
        return disk;
    }

    private string Texts(int lines = 800)
    {
        var random = new Random(1);
        return _folder.Write(
            "texts.txt",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, lines)
                    .Select(i => $"{i} {random.NextInt64():x} {random.NextInt64():x} {random.NextInt64():x}")
            )
        );
    }

    private static void AssertNothingLeft(FluxProcess flux, SmallDisk disk)
    {
        AssertSaid(flux);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path).Select(Path.GetFileName).Except([Filler]));
    }

    private static void AssertSaid(FluxProcess flux)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        var said = Assert.Single(flux.Errors.Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains("o space left", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", flux.Errors, StringComparison.Ordinal);
    }
}
