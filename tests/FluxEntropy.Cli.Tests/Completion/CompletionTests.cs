using System.Diagnostics;
using System.Text;

namespace FluxEntropy.Cli.Tests.Completion;

/// <summary>The script for bash, in a bash: what it offers for a line that is being typed.</summary>
public sealed class CompletionTests
{
    private const string Bash = "/bin/bash";

    [Theory]
    [InlineData("flux ing|", "ingest")]
    [InlineData("flux corpus |", "create list show quarantine compact rescore delete --help --verbose")]
    [InlineData("flux corpus li|", "list")]
    [InlineData("flux query --format |", "table jsonl")]
    [InlineData("flux query --format=js|", "jsonl")]
    [InlineData("flux query --corpus list --form|", "--format")] // 'list' is a value here, and no verb
    [InlineData("flux curriculum set run --order |", "shuffled ascending descending")]
    [InlineData("flux query --metric perp|", "perplexity")]
    [InlineData("flux completion |", "bash zsh fish --help --verbose")]
    [InlineData("flux query --corpus |", "")] // anything may follow
    [InlineData("flux tra|", "train")]
    public async Task Bash_is_offered_what_may_follow(string typed, string offered)
    {
        Assert.SkipUnless(File.Exists(Bash), $"{Bash} is not here");
        var script = (await Flux.RunAsync("completion bash")).Output;

        var words = await CompleteAsync(script, typed);

        Assert.Equal(
            offered.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal),
            words.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Every_verb_and_option_is_in_every_script()
    {
        var scripts = new List<string>();
        foreach (var shell in new[] { "bash", "zsh", "fish" })
            scripts.Add((await Flux.RunAsync($"completion {shell}")).Output);

        foreach (var verb in Flux.Root.Subcommands)
            Assert.All(scripts, script => Assert.Contains($"flux {verb.Name}", script, StringComparison.Ordinal));
        foreach (var option in Flux.Root.Subcommands.SelectMany(verb => verb.Options).Where(option => !option.Hidden))
            Assert.All(scripts, script =>
                Assert.Contains(option.Name.TrimStart('-'), script, StringComparison.Ordinal)
            );
    }

    // What readline does: words are cut at blanks and at '=', and the function is asked for the one at the cursor.
    private static async Task<string[]> CompleteAsync(string script, string typed)
    {
        var line = typed.TrimEnd('|');
        var words = line.Replace("=", " = ").Split(' ').Select(word => $"'{word}'");
        var start = new ProcessStartInfo(Bash) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("--norc");
        using var bash = Process.Start(start)!;
        await bash.StandardInput.WriteAsync(
            new StringBuilder(script)
                .AppendLine($"COMP_WORDS=({string.Join(' ', words)})")
                .AppendLine("COMP_CWORD=$((${#COMP_WORDS[@]} - 1))")
                .AppendLine("_flux; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .ToString()
        );
        bash.StandardInput.Close();
        var output = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
