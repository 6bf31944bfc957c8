using System.Diagnostics;
using System.Text;
using FluxEntropy.Models;
using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>The engine by itself: it scores chunks of a segment's size out of memory.</summary>
internal sealed class BareEngine(PipelineBenchOptions options, IReadOnlyList<SourceDocument> documents)
{
    private const int SegmentBytes = 128 << 10;
    private const int ChunksInFlight = 2;

    private readonly List<string[]> _chunks = Chunks(documents);

    /// <summary>Scores all documents; loading the model is not timed.</summary>
    public async Task<(long Tokens, TimeSpan Time)> ScoreAsync(CancellationToken cancellationToken)
    {
        var engines = new TorchEngineFactory();
        await using var engine = engines.CreateScoringEngine(
            options.Model,
            engines.ReadProfile(options.Model),
            options.Device
        );
        var inFlight = new Queue<Task<IReadOnlyList<DocumentScore>>>();
        var tokens = 0L;
        var start = Stopwatch.GetTimestamp();
        foreach (var chunk in _chunks)
        {
            inFlight.Enqueue(engine.ScoreAsync(chunk, cancellationToken: cancellationToken));
            if (inFlight.Count > ChunksInFlight)
                tokens += TokensOf(await inFlight.Dequeue());
        }

        while (inFlight.TryDequeue(out var last))
            tokens += TokensOf(await last);
        return (tokens, Stopwatch.GetElapsedTime(start));
    }

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
}
