using System.CommandLine;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>What a person reads who asks for help, or says what cannot be done.</summary>
public sealed class UsageTests
{
    [Fact]
    public async Task Help_names_every_verb_on_standard_output()
    {
        var flux = await Flux.RunAsync("--help");

        Assert.Equal((0, ""), (flux.ExitCode, flux.Errors));
        string[] verbs =
        [
            "demo",
            "serve",
            "ingest",
            "corpus",
            "query",
            "watch",
            "health",
            "session",
            "curriculum",
            "train",
            "score",
            "tokenize",
            "verify",
            "model",
            "bench",
        ];
        Assert.All(verbs, verb => Assert.Contains($"\n  {verb} ", flux.Output, StringComparison.Ordinal));
    }

    public static TheoryData<string> Verbs => [.. Paths(Flux.Root)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_of_a_verb_shows_its_options_and_an_example(string verb)
    {
        var flux = await Flux.RunAsync($"{verb} --help");

        Assert.Equal(0, flux.ExitCode);
        Assert.Contains($"Usage  flux {verb}", flux.Output, StringComparison.Ordinal);
        Assert.Contains($"\n  flux {verb}", flux.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "say what to do: demo, serve")]
    [InlineData("corpus", "say what to do: create, list, show, quarantine")]
    [InlineData("fly", "flux has no verb 'fly'")]
    [InlineData("ingest x.txt", "'--corpus' is required")]
    [InlineData("corpus list --server nowhere", "'nowhere' is not an address")]
    [InlineData("query --corpus c --ranks 5..2", "'5..2' is not a range")]
    [InlineData("query --corpus c --ranks 1..2 --values 1..2", "give one of --ranks, --fractions, --values")]
    [InlineData("score x.txt --format xml", "'xml' not recognized")]
    [InlineData("score x.txt --output x.parquet.gz", "Parquet is compressed inside; name it x.parquet")]
    [InlineData("score x.txt --truncate --stride 5", "--stride has no meaning with --truncate")]
    [InlineData(
        "score x.txt --seed-compatible --positions last",
        "--seed-compatible counts all positions; leave out --positions last"
    )]
    [InlineData(
        "score x.txt --seed-compatible --window 64",
        "--seed-compatible cuts documents at 512 tokens; leave out --window"
    )]
    [InlineData("score x.txt --top-k 0", "--top-k 0 is too small; give 1 or more")]
    [InlineData("score x.txt --window many", "Cannot parse argument 'many'")]
    [InlineData("demo --documents 3", "at least 100 documents")]
    [InlineData("serve --listen https://127.0.0.1:0", "is not the http address of an interface")]
    [InlineData("serve --listen http://somewhere:5080", "is not the http address of an interface")]
    [InlineData("serve --store mysql:x", "'mysql:x' is not a store; expected sqlite or redis:HOST:PORT")]
    [InlineData("serve --store redis:h:1,bogus=1", "Keyword 'bogus' is not supported")]
    [InlineData("serve --roles data", "--roles has a meaning in a cluster only")]
    [InlineData("serve --store redis:h:1 --roles many", "'many' is not a list of data, device and gateway")]
    [InlineData("serve --store redis:h:1 --roles data --devices cpu:1", "this process has no device role")]
    public async Task Wrong_usage_is_said_on_standard_error_and_exits_2(string arguments, string message)
    {
        var flux = await Flux.RunAsync(arguments);

        Assert.Equal((2, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(message, flux.Errors, StringComparison.Ordinal);
        Assert.Contains("--help'.", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_one_clear_line()
    {
        var flux = await Flux.RunAsync("corpus", "list", "--server", "http://127.0.0.1:1");

        AssertOneLine(flux, "error: cannot reach http://127.0.0.1:1: is `flux serve` running there?");
    }

    [Fact]
    public async Task Missing_file_is_found_before_a_server_is_asked()
    {
        using var folder = new TemporaryFolder();

        var flux = await Flux.RunAsync(
            "ingest",
            folder["missing.txt"],
            "--corpus",
            "c",
            "--server",
            "http://127.0.0.1:1"
        );

        AssertOneLine(flux, $"error: cannot read {folder["missing.txt"]}: no such file or folder; check the path");
    }

    [Fact]
    public async Task Cause_of_an_error_is_shown_when_asked_for()
    {
        var flux = await Flux.RunAsync("corpus", "list", "--server", "http://127.0.0.1:1", "--verbose");

        Assert.Equal(1, flux.ExitCode);
        Assert.Contains("   at ", flux.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(Command command) =>
        command is Verb ? [SymbolText.PathOf(command)["flux ".Length..]] : command.Subcommands.SelectMany(Paths);

    private static void AssertOneLine(Flux flux, string message)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        var line = Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(message, line, StringComparison.Ordinal);
    }
}
