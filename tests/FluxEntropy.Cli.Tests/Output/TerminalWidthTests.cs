using System.Text.RegularExpressions;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Output;

/// <summary>Everything that lists something, on a terminal of 80 columns: a row is a line, whatever names are like.</summary>
public sealed partial class TerminalWidthTests(RunningServer running) : IClassFixture<RunningServer>
{
    private const int Columns = 80;
    private const string Corpus = "a-corpus-whose-name-is-rather-long-and-still-a-name";
    private const string Session = "a-session-whose-name-is-rather-long-and-still-a-name";

    [Fact]
    public async Task A_row_is_one_line_of_80_columns()
    {
        using var folder = new TemporaryFolder();
        var lines = Enumerable
            .Range(0, 60)
            .Select(i =>
                $"{{\"id\":\"第{i}章/日本語の長い名前の文書/{new string('x', i)}\","
                + $"\"text\":\"Returns the number {i} of items.\"}}"
            );
        await running.FluxAsync(
            "ingest",
            folder.Write("a.jsonl", string.Join('\n', lines)),
            "--corpus",
            Corpus,
            "--wait"
        );
        await running.FluxAsync(
            "session",
            "create",
            Session,
            "--corpus",
            Corpus,
            "--steps",
            "9",
            "--batch",
            "2",
            "--time",
            "16",
            "--schedule",
            "keyFrames(0:[1,0,0], 0.5:[0,1,0], 1:[0,0,1]) | floor(0.1)"
        );

        await AssertRowsAsync("第", 5, "query", "--corpus", Corpus, "--limit", "5");
        await AssertRowsAsync("a-", 1, "corpus", "list");
        await AssertRowsAsync("a-", 1, "session", "list");
        string[][] others =
        [
            ["corpus", "show", Corpus],
            ["session", "show", Session],
            ["curriculum", "history", Session],
            ["curriculum", "preview", Session],
            ["curriculum", "show", Session],
            ["query", "--corpus", Corpus, "--distribution"],
            ["profile", "list", Corpus],
            ["metric", "list"],
            ["curriculum", "set", "--help"],
        ];
        foreach (var command in others)
            Assert.NotEmpty(await LinesAsync(command));
    }

    private async Task AssertRowsAsync(string beginning, int rows, params string[] command)
    {
        var lines = await LinesAsync(command);

        Assert.Equal(rows + 1, lines.Length); // and its heading
        Assert.Equal(rows, lines.Skip(1).Count(line => line.Contains(beginning, StringComparison.Ordinal)));
    }

    // On a terminal, and where COLUMNS gives a pipe the same width: the same lines, none of them broken by the terminal.
    private async Task<string[]> LinesAsync(params string[] command)
    {
        string[] arguments = command is ["metric", ..] or [.., "--help"]
            ? command
            : [.. command, "--server", running.Url];
        await using var terminal = await FluxProcess.RunOnTerminalAsync(Columns, arguments);
        await using var pipe = FluxProcess.Start(arguments, variable: $"COLUMNS={Columns}");
        await pipe.ExitAsync();

        var shown = Lines(Styles().Replace(terminal.Output, ""));
        Assert.All(shown, line => Assert.InRange(Printable.Width(line), 0, Columns));
        Assert.Equal(Lines(pipe.Output), shown);
        return shown;
    }

    private static string[] Lines(string output) =>
        [.. output.Split('\n').Select(line => line.TrimEnd('\r', ' ')).Where(line => line.Length > 0)];

    [GeneratedRegex("\u001b\\[[0-9;?]*[A-Za-z]|\u001b\\(B|\u001b[=>]")]
    private static partial Regex Styles();
}
