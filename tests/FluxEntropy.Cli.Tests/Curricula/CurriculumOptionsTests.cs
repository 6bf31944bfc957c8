using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Tests.Curricula;

public sealed class CurriculumOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_said_is_the_default()
    {
        var spec = Read("", current: null);

        Assert.Equal("sequential over 6 bins (equal in tokens, shuffled)", CurriculumText.Of(spec));
    }

    [Fact]
    public void What_is_not_said_stays_as_it_is()
    {
        var current = Read("--schedule reverse --bins 4 --order descending --dry stop", current: null);

        var changed = Read("--bins 5", current);

        Assert.Equal("reverse over 5 bins (equal in tokens, descending, stop when dry)", CurriculumText.Of(changed));
    }

    [Fact]
    public void File_as_show_prints_it_is_read_and_options_change_it()
    {
        var current = Read("--schedule reverse --bins 3 --mass documents", current: null);
        var file = _folder.Write("mine.json", FluxEntropy.Cli.Output.JsonOutput.Text(CurriculumText.Json(current)));

        Assert.Equal(current, Read($"--curriculum {file}", current: null));
        Assert.Equal(7u, Read($"--curriculum {file} --bins 7", current: null).Bins);
    }

    [Theory]
    [InlineData("--schedule sideways", "sideways")]
    [InlineData("--bins 300", "bins")]
    public void What_is_no_curriculum_is_refused_with_the_reason(string arguments, string part) =>
        Assert.Contains(
            part,
            Assert.Throws<WrongUsageException>(() => Read(arguments, current: null)).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Broken_file_is_named()
    {
        var file = _folder.Write("broken.yaml", "schedule: [");

        Assert.StartsWith(
            file,
            Assert.Throws<WrongUsageException>(() => Read($"--curriculum {file}", current: null)).Message,
            StringComparison.Ordinal
        );
    }

    private static CurriculumSpec Read(string arguments, CurriculumSpec? current)
    {
        var options = new CurriculumOptions("default", "6");
        var command = new RootCommand();
        foreach (var option in options.All.OfType<Option>())
            command.Options.Add(option);
        return options.Read(command.Parse(arguments), current);
    }
}
