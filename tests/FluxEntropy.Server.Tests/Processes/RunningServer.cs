namespace FluxEntropy.Server.Tests.Processes;

/// <summary>One server for the tests of a class, with a scored corpus of 300 documents in it.</summary>
public sealed class RunningServer : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FluxServerProcess _server = null!;

    internal static IReadOnlyList<V1.Document> Documents { get; } = PipelineClient.Documents(300);

    internal Grpc.Net.Client.GrpcChannel Channel => _server.Channel;

    internal Uri Address => _server.Address;

    public async ValueTask InitializeAsync()
    {
        _server = await FluxServerProcess.StartAsync(_folder["data"]);
        await PipelineClient.CreateCorpusAsync(Channel);
        await new PipelineClient(Documents).IngestAsync(Channel);
        await PipelineClient.ScoredAsync(Channel);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
