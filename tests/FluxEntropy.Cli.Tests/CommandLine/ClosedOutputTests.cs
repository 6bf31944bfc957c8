using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>A command whose output nobody reads any more ends at once and without a word, as if SIGPIPE had ended it.</summary>
public sealed class ClosedOutputTests(RunningServer running) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    private string Text => _folder.Write("a.txt", "Gets the value.\nSets the value of the key.\n");

    public async ValueTask InitializeAsync() =>
        await running.FluxAsync("ingest", Text, "--split", "lines", "--corpus", "read", "--wait");

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("query --help")]
    [InlineData("completion zsh")]
    [InlineData("metric list")]
    [InlineData("curriculum schema")]
    [InlineData("tokenize FILE")]
    [InlineData("score FILE")]
    [InlineData("score FILE --format jsonl")]
    [InlineData("score FILE --format csv")]
    [InlineData("score FILE --format parquet")]
    [InlineData("score FILE --per-token")]
    [InlineData("analyze text FILE --json --output OUT")]
    public async Task Command_without_a_server_ends_quietly(string line) =>
        AssertQuiet(await FluxProcess.RunWithClosedOutputAsync(Arguments(line)));

    [Theory]
    [InlineData("query --corpus read")]
    [InlineData("query --corpus read --format jsonl --text")]
    [InlineData("query --corpus read --distribution")]
    [InlineData("query --corpus read --id a.txt#1")]
    [InlineData("corpus list")]
    [InlineData("corpus show read --json")]
    [InlineData("profile list read")]
    [InlineData("ingest FILE --split lines --corpus read --json")]
    [InlineData("health")]
    public async Task Command_to_a_server_ends_quietly(string line) =>
        AssertQuiet(await FluxProcess.RunWithClosedOutputAsync([.. Arguments(line), "--server", running.Url]));

    [Fact]
    public async Task Command_whose_messages_alone_are_not_read_does_its_work()
    {
        await using var flux = await FluxProcess.RunWithClosedOutputAsync("score", Text, "--output", _folder["s.csv"]);

        Assert.Equal((0, true), (flux.ExitCode, File.Exists(_folder["s.csv"])));
    }

    [Fact]
    public void A_connection_that_broke_is_another_thing_than_a_closed_output()
    {
        var socket = new System.Net.Sockets.SocketException(32, "Broken pipe");

        Assert.False(OutputClosedException.IsCauseOf(new IOException("Broken pipe", socket)));
        Assert.True(OutputClosedException.IsCauseOf(new IOException("Broken pipe", 32)));
        Assert.True(OutputClosedException.IsCauseOf(new InvalidDataException("row 3", new OutputClosedException())));
    }

    private string[] Arguments(string line) => line.Replace("FILE", Text).Replace("OUT", _folder["report"]).Split(' ');

    private static void AssertQuiet(FluxProcess flux) =>
        Assert.Equal((Failures.OutputClosed, ""), (flux.ExitCode, string.Join('\n', Complaints(flux))));

    // What is said on the way (how far it is, what it is doing) is no complaint.
    private static IEnumerable<string> Complaints(FluxProcess flux) =>
        flux
            .Errors.Split('\n')
            .Where(line =>
                line.Contains("error", StringComparison.Ordinal) || line.StartsWith("   at ", StringComparison.Ordinal)
            );
}
