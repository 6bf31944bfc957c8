namespace FluxEntropy.Architecture.Tests.Style;

/// <summary>Files stay small enough to be read, and lines narrow enough to be read beside each other.</summary>
public sealed class SizeTests
{
    [Fact]
    public void NoLine_IsTooWide()
    {
        var wide = SourceTree
            .Files("", "*.cs", "*.py", "*.proto")
            .Select(path => (Path: path, Lines: SizeRules.WideLines(Read(path))))
            .Where(file => file.Lines.Count > 0)
            .Select(file => $"{file.Path}, lines {string.Join(", ", file.Lines)}")
            .ToArray();
        Assert.True(wide.Length == 0, $"Lines of more than {SizeRules.Columns} columns:\n{string.Join('\n', wide)}");
    }

    [Fact]
    public void NoFile_IsTooLong() =>
        Assert.DoesNotContain(SourceTree.Files("src", "*.cs"), path => SizeRules.IsTooLong(Read("src/" + path)));

    [Theory]
    [InlineData("src")]
    [InlineData("src/FluxEntropy.Grains")]
    public void TheMedianFile_IsSmall(string folder)
    {
        var median = SizeRules.Median(SourceTree.Files(folder, "*.cs").Select(path => Read($"{folder}/{path}").Length));
        Assert.True(
            median <= SizeRules.MedianCharacters,
            $"{folder}: the median file has {median} characters; at most {SizeRules.MedianCharacters} are allowed."
        );
    }

    [Fact]
    public void AWideLine_IsFound() =>
        Assert.Equal([2], SizeRules.WideLines(new string('x', 140) + "\n" + new string('x', 141) + "\n"));

    [Fact]
    public void ALongFile_IsFound()
    {
        Assert.True(SizeRules.IsTooLong(string.Concat(Enumerable.Repeat("x\n", 301))));
        Assert.False(SizeRules.IsTooLong(string.Concat(Enumerable.Repeat("x\n", 300))));
    }

    [Fact]
    public void AMedian_IsThatOfTheFileInTheMiddle() => Assert.Equal(7, SizeRules.Median([100, 1, 7]));

    private static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));
}
