using System.Text.RegularExpressions;

namespace FluxEntropy.Server.Tests.Documentation;

/// <summary>Every command line in a page's shell examples names a verb and options that exist.</summary>
public sealed partial class DocumentedCommandsTests
{
    private static readonly string[] Pages =
    [
        "README.md",
        "CONTRIBUTING.md",
        "deploy/README.md",
        .. Directory
            .EnumerateFiles(Repository.File("docs"), "*.md")
            .Select(path => Path.GetRelativePath(Repository.Root, path)),
    ];

    [Fact]
    public async Task Verbs_and_options_in_examples_exist()
    {
        var commands = Pages.SelectMany(Commands).Distinct().ToList();
        Assert.True(commands.Count > 20, $"only {commands.Count} commands were found");

        foreach (var verb in commands.GroupBy(VerbOf))
        {
            await using var flux = await FluxProcess.RunAsync([.. verb.Key.Split(' '), "--help"]);
            Assert.True(flux.ExitCode == 0, $"'flux {verb.Key}' does not exist: {verb.First()}");
            foreach (var command in verb)
                Assert.All(Option().Matches(command).Select(match => match.Value), option =>
                    Assert.Matches($@"(?m)^\s*(-\w, )?{option}\b", flux.Output)
                );
        }
    }

    // Verbs are groups with a verb, such as "session create", or stand alone.
    private static string VerbOf(string command)
    {
        string[] groups = ["corpus", "session", "curriculum", "profile", "analyze", "eval", "bench", "model"];
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return groups.Contains(words[1]) ? $"{words[1]} {words[2]}" : words[1];
    }

    private static IEnumerable<string> Commands(string page) =>
        ShellBlock()
            .Matches(File.ReadAllText(Repository.File(page)))
            .SelectMany(block => block.Groups["code"].Value.Split('\n'))
            .Where(line => line.StartsWith("flux ", StringComparison.Ordinal))
            .Select(line => Comment().Replace(line, "").TrimEnd('&', ' '));

    [GeneratedRegex("^```sh\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\s+#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"(?<= )--[a-z][a-z-]*")]
    private static partial Regex Option();
}
