using FluxEntropy.Client;
using FluxEntropy.Models;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Sources;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>The same documents through an embedded server, which ingests them once and scores a copy of its folder each time.</summary>
internal sealed class ServedPipeline(PipelineBenchOptions options, string below)
{
    private const string Corpus = "bench";

    private string Ingested => Path.Combine(below, "ingested");

    /// <summary>Ingests the documents that every round scores.</summary>
    public async Task IngestAsync(IReadOnlyList<SourceDocument> documents, CancellationToken cancellationToken)
    {
        await using var server = await StartAsync(Ingested, devices: [], cancellationToken);
        using var client = new FluxClient(server.Address);
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 4,
                Groups = 2,
            },
            cancellationToken: cancellationToken
        );
        var ingestion = new Ingestion(client, Corpus);
        await ingestion.SendAsync(documents.ToAsyncEnumerable<SourceItem>(), cancellationToken);
        if (ingestion.Tally.Accepted != documents.Count)
            throw new InvalidDataException(
                $"{ingestion.Tally.Accepted:N0} of {documents.Count:N0} documents were accepted"
            );
    }

    /// <summary>Scores all documents, from the first lease to the last published score file.</summary>
    public async Task<(long Tokens, TimeSpan Time)> ScoreAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(below, "round");
        CopyFolder(Ingested, folder);
        try
        {
            await using var server = await StartAsync(folder, [options.Device], cancellationToken);
            using var client = new FluxClient(server.Address);
            var corpus = await client.WaitUntilScoredAsync(Corpus, _ => { }, cancellationToken);
            return (
                (long)corpus.Tokens,
                server.ScoringSpan ?? throw new InvalidDataException("the server scored nothing")
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private Task<FluxServer> StartAsync(string folder, string[] devices, CancellationToken cancellationToken) =>
        FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = folder,
                Listen = new Uri("http://127.0.0.1:0"),
                Devices = devices,
                Models = [options.Model],
                LogLevel = LogLevel.Critical,
            },
            new TorchEngineFactory(),
            cancellationToken
        );

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
