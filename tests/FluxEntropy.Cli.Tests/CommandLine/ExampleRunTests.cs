using System.Runtime.Versioning;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>Every example of help does what it says, as it is written, in a folder with the files that it names.</summary>
[SupportedOSPlatform("linux")]
public sealed class ExampleRunTests(ITestOutputHelper output)
{
    // > an example that ends by itself; ~ one that is left as by Ctrl-C once what follows :: succeeds; $ something else that has to be
    // done before; - an example that is not run, and why.
    private const string Script = """
        > completion bash > ~/.flux-completion.bash
        > completion zsh > ~/.flux-completion.zsh
        > completion fish > ~/.config/fish/completions/flux.fish
        > curriculum schema > curriculum.schema.json
        > metric list
        > metric list --metrics-assembly my-metrics.dll --json
        > score notes.txt
        > score *.jsonl.gz --output scores.parquet
        > score chats.jsonl --text-field messages --model ~/models/SmolLM2-135M-Instruct
        > score poem.txt --per-token
        > score - --top-k 5 --format jsonl < poem.txt
        > tokenize notes.txt --tokenizer ~/models/SmolLM2-135M --no-special
        > tokenize chats.jsonl --text-field messages --tokenizer ~/models/SmolLM2-135M-Instruct
        > analyze bins scores.parquet
        $ flux score books.jsonl --output scores.csv
        > analyze bins scores.csv --texts books.jsonl
        $ flux score books.jsonl --output friday.parquet
        $ flux score books.jsonl --positions all --output monday.parquet
        > analyze bins monday.parquet --against friday.parquet --quantiles 10
        $ cp monday.parquet small.parquet; cp friday.parquet large.parquet
        > analyze models small.parquet large.parquet
        > analyze models experiment_data/*.json --by SmolLM2-1.7B-Instruct
        > analyze models compiled_results.csv --output models
        > analyze text poem.txt
        > analyze text poem.txt --model SmolLM2-135M --model Qwen2.5-0.5B
        > eval hellaswag hellaswag_val.jsonl --model SmolLM2-135M --output answers.csv
        > eval hellaswag hellaswag_val.jsonl --limit 200 --json
        $ flux eval hellaswag hellaswag_val.jsonl --output answers.parquet
        - eval hellaswag validation-00000-of-00001.parquet --limit 200 :: the same as lines, which a test compares
        > analyze eval answers.csv
        > analyze eval answers.csv --last-token --balance --seed 42
        > analyze eval answers.parquet --covariates chars,source --domain source
        ~ serve :: flux health
        ~ serve --devices sim:32@45000 :: flux health
        ~ serve --model ~/models/SmolLM2-135M --devices cpu:4 :: flux health
        - serve --data /srv/flux --listen http://0.0.0.0:5080 :: a folder and a port of the machine's
        - serve --data /srv/flux --store redis:db:6379 --roles device --devices cpu:8 :: a Redis server of that name
        & serve --model ~/models/SmolLM2-135M --model ~/models/Qwen2.5-0.5B
        > health
        > health --alive
        > corpus create books --shards 8 --held-out 0.05
        > ingest books/ --corpus books --wait
        $ flux ingest books.jsonl --corpus books --wait
        > ingest *.jsonl.gz --corpus web --text-field content
        > ingest prompts.csv train-*.parquet --corpus prompts --text-field prompt
        $ flux ingest notes.jsonl --corpus notes --acknowledged acknowledged.jsonl
        > ingest notes.jsonl --corpus notes --replace
        > ingest - --corpus chat --split lines
        > ingest chats.jsonl --corpus chats --text-field messages --chat-template ~/models/SmolLM2-135M-Instruct
        > corpus list
        > corpus show books
        > corpus quarantine books --json
        > corpus compact books
        > corpus rescore books
        > corpus rescore books --metrics margin.mean
        > query --corpus books --fractions 0.9..1 --limit 10
        > query --corpus books --fractions 0.2..0.8 --where language=en
        > query --corpus books --metric perplexity --descending --limit 20 --text
        > query --corpus books --distribution --metric surprisal.mean
        > query --corpus books --values 2.5..3 --format jsonl
        > query --corpus books --ids ids.txt --format jsonl
        ~ watch books :: date +%s%N > late.txt; flux ingest late.txt --corpus books --wait --replace; grep -q segment "$FOLLOWED"
        > export --corpus books --separator 0 --output books-sorted
        > export --corpus books --separator 0 --buckets 6 --output books-buckets
        > export --corpus books --separator 0 --held-out --output books-val
        > export --corpus books --fractions 0.2..0.8 --where language=en --format parquet --output middle.parquet
        > profile add books --model Qwen2.5-0.5B
        > profile add chats --parse-special
        > profile list books
        - profile use books 3f9c :: the hash of nobody's profile
        > session create easy-first --corpus books --steps 1000
        > session create control --corpus books --steps 1000 --schedule uniform
        > session create shifting --corpus books --steps 1000 --schedule "keyFrames(0:[1,0,0], 1:[0,0,1])"
        > session list
        > session show easy-first
        > curriculum show easy-first
        > curriculum show easy-first --json | jq .curriculum > mine.json
        > curriculum preview easy-first --steps 500
        > curriculum preview easy-first --schedule "manual(0,0,1,1,2,2)"
        > curriculum set easy-first --schedule reverse
        > curriculum set easy-first --schedule "manual(0,0,1,1,2,2)" --from-step 500 --reason "loss is flat"
        > curriculum history easy-first
        > curriculum rollback easy-first --to 1
        ~ train easy-first :: flux session documents easy-first 121
        > session documents easy-first 120
        > session steps easy-first books/chapter-3.txt#1
        > train easy-first --status
        ~ curriculum watch easy-first --json :: test -s "$FOLLOWED"
        $ flux train easy-first --stop
        ~ train easy-first --schedule uniform :: flux curriculum show easy-first | grep -q uniform
        ~ train easy-first --supersede :: flux train easy-first --status
        > delete books/chapter-1.txt#1 books/chapter-2.txt#1 --corpus books
        > delete --ids takedown.txt --corpus web
        - corpus delete books :: asks whoever sits there
        > backup flux-data backups
        > backup flux-data backups --no-verify --json
        > restore backups restored
        > corpus delete books --with-sessions --yes
        !
        > verify --data flux-data
        > verify --data flux-data --expect acknowledged.jsonl
        > repair --data flux-data --dry-run
        > repair --data flux-data --yes
        - demo :: a test runs it
        - demo --json --data /tmp/demo :: a test runs it
        - model train --output my-model :: an hour
        """;

    [Fact]
    public async Task Every_example_runs_as_it_is_written()
    {
        var steps = Script.Split('\n').Select(line => line.Trim()).ToList();
        Assert.Empty(Missing(steps));
        using var shell = new ExampleShell();
        await ExampleFiles.WriteAsync(shell.Work, shell.Home);
        var failures = new List<string>();
        System.Diagnostics.Process? server = null;
        try
        {
            foreach (var step in steps)
            {
                var (line, until) = Parts(step);
                if (step[0] == '&')
                    server = await shell.ServeAsync($"flux {line}");
                if (step[0] == '!')
                    await ExampleShell.StopAsync(server!, "serve");
                if (await RunAsync(shell, step[0], line, until) is not var (exitCode, printed))
                    continue;
                output.WriteLine($"$ {line}\n{printed}");
                if (exitCode != 0 && !(step[0] == '~' && exitCode == Failures.Stopped))
                    failures.Add($"exit code {exitCode} of {line}\n{printed}");
            }
        }
        finally
        {
            if (server is { HasExited: false })
                server.Kill(entireProcessTree: true);
            server?.Dispose();
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static async Task<(int ExitCode, string Printed)?> RunAsync(
        ExampleShell shell,
        char kind,
        string line,
        string until
    ) =>
        kind switch
        {
            '>' => await shell.RunAsync($"flux {line}"),
            '$' => await shell.RunAsync(line),
            '~' => await shell.FollowAsync($"flux {line}", until),
            _ => null,
        };

    private static (string Line, string Until) Parts(string step)
    {
        var parts = step[1..].Split(" :: ");
        return (parts[0].Trim(), parts.Length > 1 ? parts[1] : "");
    }

    // Measurements of benchmarks take minutes to hours, and are written down when they are run.
    private static IEnumerable<string> Missing(List<string> steps) =>
        ExampleTests
            .All()
            .Where(example =>
                !example.StartsWith("bench ", StringComparison.Ordinal)
                && !example.StartsWith("soak", StringComparison.Ordinal)
            )
            .Except(steps.Where(step => step[0] is not '$').Select(step => Parts(step).Line));
}
