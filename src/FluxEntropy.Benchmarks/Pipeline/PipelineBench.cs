using System.Diagnostics;
using System.Text;
using FluxEntropy.Client;
using FluxEntropy.Client.Samples;
using FluxEntropy.Models;
using FluxEntropy.Scores;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Sources;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>
/// What does the server cost on top of the engine? Both score the same documents with the same model and device: the
/// bare engine is fed chunks of a segment's size from memory; the server is measured from the first lease to the last
/// published score file, with documents already ingested. Both tokenize. They alternate, so that a machine that slows
/// down slows both.
/// </summary>
public sealed class PipelineBench(PipelineBenchOptions options, Action<string> tell)
{
    private const string Corpus = "bench";
    private const int SegmentBytes = 128 << 10;
    private const int ChunksInFlight = 2;

    // A server runs for days, so the JIT compilation of the first seconds is not part of the measurement.
    private const int WarmUpRounds = 3;

    private readonly TorchEngineFactory _engines = new();

    /// <summary>Runs rounds to warm up, and then those that count.</summary>
    public async Task<PipelineBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var documents = SdkDocuments.Read(options.Documents);
        var ingested = Path.Combine(folder, "ingested");
        await IngestAsync(ingested, documents, cancellationToken);
        var chunks = Chunks(documents);
        var rounds = new List<PipelineRound>();
        var tokens = 0L;
        for (var round = 1 - WarmUpRounds; round <= options.Rounds; round++)
        {
            // The second side may find the machine warmer or busier, so they take turns at going first.
            var serverFirst = round % 2 != 0;
            var server = serverFirst ? await ServerAsync(ingested, folder, cancellationToken) : default;
            var bare = await BareAsync(chunks, cancellationToken);
            if (!serverFirst)
                server = await ServerAsync(ingested, folder, cancellationToken);
            if (bare.Tokens != server.Tokens)
                throw new InvalidDataException(
                    $"the bare engine scored {bare.Tokens:N0} tokens and the server {server.Tokens:N0}: "
                        + "the two sides did not do the same work"
                );
            var measured = new PipelineRound(
                bare.Tokens / bare.Time.TotalSeconds,
                server.Tokens / server.Time.TotalSeconds
            );
            tell(
                $"{(round <= 0 ? "warm-up" : $"round {round} of {options.Rounds}")}: "
                    + $"bare {measured.BareTokensPerSecond:N0} tokens/s, server {measured.ServerTokensPerSecond:N0} tokens/s, "
                    + $"ratio {measured.Ratio:0.000}"
            );
            if (round > 0)
                rounds.Add(measured);
            tokens = bare.Tokens;
        }

        return PipelineBenchReport.Of(options, tokens, rounds);
    }

    private async Task IngestAsync(
        string folder,
        IReadOnlyList<SourceDocument> documents,
        CancellationToken cancellationToken
    )
    {
        await using var server = await StartAsync(folder, devices: [], cancellationToken);
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

    private async Task<(long Tokens, TimeSpan Time)> BareAsync(
        List<string[]> chunks,
        CancellationToken cancellationToken
    )
    {
        await using var engine = _engines.CreateScoringEngine(
            options.Model,
            _engines.ReadProfile(options.Model),
            options.Device
        );
        var inFlight = new Queue<Task<IReadOnlyList<DocumentScore>>>();
        var tokens = 0L;
        var start = Stopwatch.GetTimestamp();
        foreach (var chunk in chunks)
        {
            inFlight.Enqueue(engine.ScoreAsync(chunk, cancellationToken: cancellationToken));
            if (inFlight.Count > ChunksInFlight)
                tokens += TokensOf(await inFlight.Dequeue());
        }

        while (inFlight.TryDequeue(out var last))
            tokens += TokensOf(await last);
        return (tokens, Stopwatch.GetElapsedTime(start));
    }

    private async Task<(long Tokens, TimeSpan Time)> ServerAsync(
        string ingested,
        string below,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(below, "round");
        CopyFolder(ingested, folder);
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
            _engines,
            cancellationToken
        );

    private static List<string[]> Chunks(IReadOnlyList<SourceDocument> documents)
    {
        var (chunks, chunk, bytes) = (new List<string[]>(), new List<string>(), 0);
        foreach (var document in documents)
        {
            chunk.Add(document.Text);
            bytes += Encoding.UTF8.GetByteCount(document.Text);
            if (bytes < SegmentBytes)
                continue;
            chunks.Add([.. chunk]);
            (chunk, bytes) = ([], 0);
        }

        if (chunk.Count > 0)
            chunks.Add([.. chunk]);
        return chunks;
    }

    private static long TokensOf(IReadOnlyList<DocumentScore> scores) =>
        scores.Sum(score => (long)score.TokenIds.Length);

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var folder in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories))
            Directory.CreateDirectory(Path.Combine(to, Path.GetRelativePath(from, folder)));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
            File.Copy(file, Path.Combine(to, Path.GetRelativePath(from, file)));
    }
}
