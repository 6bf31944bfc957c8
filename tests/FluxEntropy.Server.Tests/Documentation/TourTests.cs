namespace FluxEntropy.Server.Tests.Documentation;

/// <summary>The README's tour does what it says: every line of it runs as it is written, in order, against one real server.</summary>
public sealed class TourTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_line_of_the_tour_runs_as_it_is_written()
    {
        var lines = TourLine.Of(
            await File.ReadAllTextAsync(Repository.File("README.md"), TestContext.Current.CancellationToken),
            "A quick tour"
        );
        Assert.True(lines.Count(line => line.StartsWith("flux ", StringComparison.Ordinal)) > 10, "no tour was found");
        await using var shell = new TourShell();
        CopyTexts(shell.Work);

        foreach (var line in lines)
        {
            var (exitCode, printed) = await shell.RunAsync(line);
            output.WriteLine($"$ {line}\n{printed}");
            Assert.True(exitCode == 0, $"exit code {exitCode} of\n$ {line}\n{printed}");
            Assert.DoesNotMatch("(?m)^(warn|fail|crit): ", printed);
        }
    }

    // The tour is taken in a clone, and reads its documentation.
    private static void CopyTexts(string work)
    {
        foreach (var page in Directory.EnumerateFiles(Repository.File("docs"), "*.md", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(work, Path.GetRelativePath(Repository.Root, page));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(page, copy);
        }
    }
}
