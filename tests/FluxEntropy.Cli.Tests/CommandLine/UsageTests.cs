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
    [MemberData(nameof(Verbs))]
    public void No_value_of_an_option_stops_the_parser(string verb)
    {
        string[] path = verb.Split(' ');
        var command = Flux.Root.Parse(path).CommandResult.Command;

        foreach (var option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0))
            _ = Flux.Root.Parse([.. path, option.Name, "no such value"]).Errors;
    }

    [Theory]
    [InlineData("serve --listen nowhere", "'nowhere' is not an address")]
    [InlineData("serve --listen http://*:5080", "'http://*:5080' is not an address")]
    [InlineData("serve --probe-timeout soon", "--probe-timeout: 'soon' is not a number")]
    [InlineData("bench idle --rounds many", "--rounds: 'many' is not a whole number")]
    [InlineData("", "say what to do: demo, serve")]
    [InlineData("corpus", "say what to do: create, list, show, quarantine")]
    [InlineData("fly", "flux has no verb 'fly'")]
    [InlineData("ingest x.txt", "--corpus NAME is required")]
    [InlineData("corpus list --server nowhere", "'nowhere' is not an address")]
    [InlineData("query --corpus c --ranks 5..2", "'5..2' is not a range")]
    [InlineData("query --corpus c --ranks 1..2 --values 1..2", "give one of --ranks, --fractions, --values")]
    [InlineData("score x.txt --format xml", "--format: 'xml' is none of table, jsonl, csv, parquet")]
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
    [InlineData("score x.txt --window many", "--window: 'many' is not a whole number")]
    [InlineData("qurey --corpus c", "flux has no verb 'qurey'. Did you mean 'query'?")]
    [InlineData("corpus lst", "flux corpus has no verb 'lst'. Did you mean 'list'?")]
    [InlineData("query --corpsu c", "there is no option --corpsu. Did you mean '--corpus'?")]
    [InlineData("ingest x.txt --corpus c --spilt lines", "there is no option --spilt. Did you mean '--split'?")]
    [InlineData("--verbos", "there is no option --verbos. Did you mean '--verbose'?")]
    [InlineData("query --corpus c --format jsonk", "--format: 'jsonk' is none of table, jsonl. Did you mean 'jsonl'?")]
    [InlineData(
        "curriculum set s --order shufled",
        "--order: 'shufled' is none of shuffled, ascending, descending. Did you"
    )]
    [InlineData("query --corpus c --limit few", "--limit: 'few' is not a whole number from 0")]
    [InlineData("query --corpus", "--corpus: a value is missing; give --corpus NAME")]
    [InlineData("corpus show", "NAME is missing")]
    [InlineData("corpus list books", "'books' is one argument too many")]
    [InlineData("session create s --corpus c --steps 9 --schedule floor(0.1", "column 10 of 'floor(0.1': expected ")]
    [InlineData("session create s --corpus c --steps 9 --schedule sequental", "Did you mean 'sequential'?")]
    [InlineData("session create s --corpus c --steps 9 --bins 900", "bins: 900 is outside 1 to 256")]
    [InlineData("score x.txt --device tpu", "device 'tpu' is unknown; expected cpu:N")]
    [InlineData("serve --devices sim:8", "devices: 'sim:8' is not of the form sim:N@TOKENS_PER_SECOND")]
    [InlineData("serve --devices sim:2@5,sim:1@5", "devices: sim.0@5 is named twice")]
    [InlineData("serve --devices cpu:many", "device 'cpu:many' is unknown; expected cpu:N")]
    [InlineData("query --corpus c --where language", "'language' is not KEY=VALUE")]
    [InlineData("query --corpus c --where a=1 --where a=2", "--where: 'a' is given twice")]
    [InlineData("query --corpus c --distribution --where a=1", "--where has no meaning here: --distribution describes")]
    [InlineData("query --corpus c --distribution --limit 3", "--limit has no meaning here: --distribution describes")]
    [InlineData("query --corpus c --distribution --text", "--text has no meaning here: --distribution describes")]
    [InlineData("query --corpus c --distribution --descending", "--descending has no meaning here: --distribution")]
    [InlineData("query --corpus c --distribution --id a", "--id has no meaning here: --distribution describes")]
    [InlineData(
        "query --corpus c --distribution --ranks 1..2",
        "give one of --ranks, --fractions, --values, --held-out"
    )]
    [InlineData("query --corpus c --bins 3", "--bins has no meaning here: a histogram is what --distribution shows")]
    [InlineData("query --corpus c --ids f --where a=1", "--where has no meaning here: --ids names each document")]
    [InlineData("query --corpus c --id x --limit 1", "--limit has no meaning here: --id names each document")]
    [InlineData("query --corpus c --id x --values 1..2", "--values has no meaning here: --id names each document")]
    [InlineData(
        "export --corpus c --held-out --descending --output x",
        "--descending: documents held out have no ranks"
    )]
    [InlineData("query --corpus c --held-out --descending", "--descending: documents held out have no ranks")]
    [InlineData("completion tcsh", "'tcsh' is none of bash, zsh, fish")]
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
