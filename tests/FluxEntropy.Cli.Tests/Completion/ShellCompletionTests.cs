using System.Diagnostics;

namespace FluxEntropy.Cli.Tests.Completion;

/// <summary>The scripts for zsh and fish, in those shells.</summary>
public sealed class ShellCompletionTests : IDisposable
{
    private const string Zsh = "/usr/bin/zsh";
    private const string Fish = "/usr/bin/fish";

    // A zsh on a terminal of its own, in which each line is typed, followed by Tab and Enter; flux prints what it was given.
    private const string Typing = """
        zmodload zsh/zpty
        zpty inner zsh -f -i
        zpty -w inner "PS1=; unsetopt beep; flux() { print -r -- \"[[\$*]]\" }; source $1; print re''ady"
        zpty -r inner shown '*ready*'
        for typed in "${@[2,-1]}"; do
            zpty -w -n inner "$typed"$'\t\n'
            zpty -r inner shown '*\]\]*'
            print -r -- "${${shown##*\[\[}%%\]\]*}"
        done
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Zsh_completes_what_is_typed_before_a_tab()
    {
        Assert.SkipUnless(File.Exists(Zsh), $"{Zsh} is not here");
        _folder.Write("notes-of-mine.txt", "");
        (string Typed, string Completed)[] lines =
        [
            ("ing", "ingest"),
            ("tra", "train"),
            ("corpus li", "corpus list"),
            ("query --format js", "query --format jsonl"),
            ("query --format=js", "query --format=jsonl"),
            ("query --corpus list --form", "query --corpus list --format"), // 'list' is a value here, and no verb
            ("curriculum set run --order des", "curriculum set run --order descending"),
            ("query --metric perp", "query --metric perplexity"),
            ("completion z", "completion zsh"),
            ("ingest notes-", "ingest notes-of-mine.txt"),
            ("score --output notes-", "score --output notes-of-mine.txt"),
            ("score --output=notes-", "score --output=notes-of-mine.txt"),
            ("query --corpus notes-", "query --corpus notes-"), // a corpus is no file
        ];
        var script = _folder.Write("flux.zsh", (await Flux.RunAsync("completion zsh")).Output);

        var shown = await RunAsync(
            Zsh,
            ["-f", _folder.Write("typing.zsh", Typing), script, .. lines.Select(line => $"flux {line.Typed}")]
        );

        Assert.Equal(lines.Select(line => line.Completed), shown.Select(line => line.TrimEnd()));
    }

    [Theory]
    [InlineData("flux ing", "ingest")]
    [InlineData("flux tra", "train")]
    [InlineData("flux corpus li", "list")]
    [InlineData("flux corpus ", "compact create delete list quarantine rescore show")]
    [InlineData("flux query --format ", "jsonl table")]
    [InlineData("flux query --format=js", "--format=jsonl")]
    [InlineData("flux query --corpus list --form", "--format")]
    [InlineData("flux curriculum set run --order ", "ascending descending shuffled")]
    [InlineData("flux query --metric perp", "perplexity")]
    [InlineData("flux completion ", "bash fish zsh")]
    [InlineData("flux query --corpus ", "")] // anything may follow
    [InlineData("flux ingest notes-", "notes-of-mine.txt")]
    [InlineData("flux score --output notes-", "notes-of-mine.txt")]
    [InlineData("flux query --corpus notes-", "")]
    public async Task Fish_is_offered_what_may_follow(string typed, string offered)
    {
        Assert.SkipUnless(File.Exists(Fish), $"{Fish} is not here");
        _folder.Write("notes-of-mine.txt", "");
        var script = _folder.Write("flux.fish", (await Flux.RunAsync("completion fish")).Output);

        var lines = await RunAsync(Fish, ["--no-config", "-c", $"source {script}; complete -C '{typed}'"]);

        Assert.Equal(
            offered.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            lines.Select(line => line.Split('\t')[0]).Order(StringComparer.Ordinal)
        );
    }

    private async Task<string[]> RunAsync(string shell, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(shell, arguments)
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.Path,
        };
        start.Environment["HOME"] = _folder.Path;
        start.Environment["XDG_DATA_HOME"] = _folder.Path;
        start.Environment["TERM"] = "dumb";
        using var process = Process.Start(start)!;
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
