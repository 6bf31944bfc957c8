using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using FluxEntropy.Client;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Tests.Corpora;

/// <summary>An ingest across a restart of the server: it goes on by itself, and every document is there once.</summary>
public sealed class IngestRestartTests : IDisposable
{
    private const int Lines = 6_000;

    private readonly TemporaryFolder _folder = new();
    private readonly string _address = $"http://127.0.0.1:{FreePort()}";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("shard.append.before-ack:6")] // documents that are stored, and whose answer is lost
    [InlineData("index.before-commit:6")] // documents that are in the log, and not in the index
    public async Task Server_that_dies_in_the_middle_is_found_again(string fault)
    {
        var file = _folder.Write("lines.txt", string.Concat(Enumerable.Range(0, Lines).Select(Line)));
        await using var server = await ServeAsync(fault);

        await using var ingest = Ingest(file);
        await server.Process.ExitAsync();
        await ingest.ErrorLineAsync("The server was lost (");
        await using var again = await ServeAsync();
        await ingest.ExitAsync();

        Assert.True(ingest.ExitCode == 0, ingest.Errors);
        Assert.Contains("The server is back: going on where it was lost.", ingest.Errors, StringComparison.Ordinal);
        var summary = JsonDocument.Parse(ingest.Output).RootElement;
        Assert.Equal(Lines, Number(summary, "accepted") + Number(summary, "present"));
        Assert.Equal((Lines, 0), (Number(summary, "documents"), Number(summary, "quarantined")));
        await AssertEachOnceAsync(again);
    }

    [Fact]
    public async Task Source_that_goes_on_while_the_server_is_away_loses_nothing()
    {
        await using var server = await ServeAsync();

        await using var ingest = Ingest("-");
        await ingest.WriteAsync(string.Concat(Enumerable.Range(0, Lines / 2).Select(Line)));
        while (!File.Exists(Acknowledged) || File.ReadAllLines(Acknowledged).Length < Lines / 2)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        server.Process.Kill();
        await server.Process.ExitAsync();
        await ingest.ErrorLineAsync("The server was lost (");
        await ingest.WriteAsync(string.Concat(Enumerable.Range(Lines / 2, Lines / 2).Select(Line)));
        ingest.CloseInput();
        await using var again = await ServeAsync();
        await ingest.ExitAsync();

        Assert.True(ingest.ExitCode == 0, ingest.Errors);
        await AssertEachOnceAsync(again);
    }

    [Fact]
    public async Task Server_that_does_not_come_back_is_given_up_with_what_to_do()
    {
        await using var server = await ServeAsync();
        await PipelineClient.CreateCorpusAsync(server.Channel);
        server.Process.Kill();
        await server.Process.ExitAsync();
        using var client = new FluxClient(server.Address);
        var lost = 0;
        var ingestion = new Ingestion(client, PipelineClient.Name)
        {
            ReconnectFor = TimeSpan.FromSeconds(1),
            Lost = _ => lost++,
        };

        var given = await Assert.ThrowsAsync<IOException>(() =>
            ingestion.SendAsync(AsyncEnumerable.Empty<SourceItem>(), TestContext.Current.CancellationToken)
        );

        Assert.Equal(1, lost);
        Assert.Contains("did not come back within 1 s; once it runs again, send everything", given.Message);
    }

    private string Acknowledged => _folder["acknowledged.jsonl"];

    private Task<FluxServerProcess> ServeAsync(string? fault = null) =>
        FluxServerProcess.StartAsync(_folder["data"], fault, "sim:1@10000000", "--listen", _address);

    private FluxProcess Ingest(string source) =>
        FluxProcess.Start([
            "ingest",
            source,
            "--split",
            "lines",
            "--corpus",
            PipelineClient.Name,
            "--acknowledged",
            Acknowledged,
            "--json",
            "--server",
            _address,
        ]);

    // In the corpus, and in what the client was told; the verifier compares both, and looks for a document twice.
    private async Task AssertEachOnceAsync(FluxServerProcess server)
    {
        var ids = File.ReadAllLines(Acknowledged)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString())
            .ToList();
        Assert.Equal((Lines, Lines), (ids.Count, ids.Distinct().Count()));
        await server.StopAsync();
        await using var verify = await FluxProcess.RunAsync(
            "verify",
            "--data",
            _folder["data"],
            "--expect",
            Acknowledged,
            "--json"
        );
        Assert.True(verify.ExitCode == 0, verify.Output + verify.Errors);
        var found = JsonDocument.Parse(verify.Output).RootElement;
        Assert.Equal((0, 0, 0), (Number(found, "lost"), Number(found, "unexpected"), Number(found, "duplicated")));
    }

    private static string Line(int number) => $"Returns the number {number} of items that were left over.\n";

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
