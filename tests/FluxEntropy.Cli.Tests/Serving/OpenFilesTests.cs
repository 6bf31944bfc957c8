using System.Diagnostics;
using System.Runtime.Versioning;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>What a server opens, and what it leaves in its data folder.</summary>
[SupportedOSPlatform("linux")]
public sealed class OpenFilesTests : IDisposable
{
    private const int Many = 40;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Data => _folder["data"];

    [Fact]
    public async Task A_start_opens_no_log_and_no_index_of_what_nobody_asks_for()
    {
        await using (var server = await StartAsync())
        {
            for (var i = 0; i < Many; i++)
                await CreateAsync(server, $"corpus-{i}");
            await server.StopAsync();
        }
        var logs = Logs();

        await using var again = await StartAsync();
        await new V1.Corpora.CorporaClient(again.Channel).ListAsync(new ListCorporaRequest()); // every shard says what it holds
        var open = Directory
            .GetFiles($"/proc/{again.Process.Id}/fd")
            .Count(file =>
                File.ResolveLinkTarget(file, returnFinalTarget: false)
                    ?.FullName.Contains("/corpora/", StringComparison.Ordinal) == true
            );

        Assert.InRange(open, 0, Many);
        Assert.Equal(logs, Logs());
    }

    [Fact]
    public async Task Too_few_open_files_are_said_in_one_line()
    {
        using var flux = Process.Start(
            new ProcessStartInfo(
                "bash",
                ["-c", $"ulimit -n 256; exec dotnet '{FluxProcess.Executable()}' serve --data '{Data}'"]
            )
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var errors = await flux.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await flux.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, flux.ExitCode);
        Assert.Contains("may have 256 files open here, and a server needs 512", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Only_its_owner_may_look_into_a_new_data_folder_and_a_refused_corpus_leaves_nothing_there()
    {
        await using var server = await StartAsync();
        await CreateAsync(server, "corpus");

        var refused = await Assert.ThrowsAsync<RpcException>(() => CreateAsync(server, "corpus"));

        Assert.Equal(StatusCode.AlreadyExists, refused.StatusCode);
        Assert.Single(Directory.GetDirectories(Path.Join(Data, "corpora")));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Data)
        );
    }

    private Task<FluxServerProcess> StartAsync() => FluxServerProcess.StartAsync(Data, devices: "none");

    private static async Task CreateAsync(FluxServerProcess server, string name)
    {
        await new V1.Corpora.CorporaClient(server.Channel).CreateAsync(new CreateCorpusRequest { Name = name });
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = name,
                Batch = 1,
                Documents = { PipelineClient.Documents(8) },
            }
        );
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(CancellationToken.None)) { }
    }

    private string[] Logs() =>
        [.. Directory.GetFiles(Data, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
