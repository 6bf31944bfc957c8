using System.Diagnostics;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Benchmarks;

/// <summary>Measures scoring in this process; whoever compares parts starts a process for each.</summary>
public static class ScoringBenchmark
{
    /// <summary>Of both sides: as long as the runtime compiles its loops, and libtorch sets up its threads.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    /// <summary>Runs one part: over a few texts to warm up, then once over all, measured.</summary>
    public static async Task<ScoringMeasurement> MeasureAsync(
        ScoringBenchmarkPart part,
        ScoringBenchmarkOptions options,
        CancellationToken cancellationToken = default
    )
    {
        TorchRuntime.EnsureLoaded();
        IWeightSource source = options.ModelFolder is { } folder
            ? CheckpointFolder.Open(folder)
            : new RandomWeights(RandomWeights.SmolLm2(options.Vocabulary));
        var parameters = source.Spec.Parameters;
        if (part is ScoringBenchmarkPart.Matrix)
            return new ScoringMeasurement(
                part,
                0,
                0,
                0,
                PeakBytes(),
                0,
                parameters,
                await Task.Run(() => MatrixRate.Measure(source.Spec, options.Threads), cancellationToken)
                    .ConfigureAwait(false)
            );

        var texts = options.FullLength
            ? BenchmarkTexts.Full(options.Texts, source.Spec.Vocabulary)
            : BenchmarkTexts.LogNormal(options.Texts, source.Spec.Vocabulary);
        texts = [.. texts.Select(ids => ids[..Math.Min(ids.Length, source.Spec.Context)])];
        var elapsed =
            part is ScoringBenchmarkPart.Engine
                ? await TimeEngineAsync(source, texts, options.Threads, cancellationToken).ConfigureAwait(false)
                : TimeOriginal(source, texts, options.Threads);
        var tokens = texts.Sum(ids => (long)ids.Length);
        return new ScoringMeasurement(
            part,
            tokens,
            elapsed.Seconds,
            elapsed.ProcessorSeconds,
            PeakBytes(),
            parameters * sizeof(float),
            parameters,
            2.0 * parameters * tokens / elapsed.Seconds
        );
    }

    private static async Task<Elapsed> TimeEngineAsync(
        IWeightSource source,
        int[][] texts,
        int threads,
        CancellationToken cancellationToken
    )
    {
        var pool = new ScoringPool(TransformerWeights.Load(source, torch.CPU, torch.float32), threads);
        await using (pool.ConfigureAwait(false))
        {
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < WarmUp; )
                await ScoreAsync(pool, texts[..Math.Min(texts.Length, 2 * threads)], cancellationToken)
                    .ConfigureAwait(false);
            var (started, processorStarted) = (Stopwatch.GetTimestamp(), ProcessorSeconds());
            await ScoreAsync(pool, texts, cancellationToken).ConfigureAwait(false);
            return Elapsed.Since(started, processorStarted);
        }
    }

    private static async Task ScoreAsync(ScoringPool pool, int[][] texts, CancellationToken cancellationToken)
    {
        var call = new ScoringCall(
            texts.Length,
            default,
            ScoredPositions.Predicting,
            MetricCatalog.BuiltIn,
            cancellationToken
        );
        var windows = new List<ScoringWindow>();
        foreach (var (index, ids) in texts.Index())
        {
            var document = new DocumentInProgress(call, index, ids, bytes: 1, scoredBytes: 1);
            var cut = ScoringWindow.Cut(document, BenchmarkTexts.Longest, BenchmarkTexts.Longest, prefix: []);
            document.Expect(cut.Count);
            windows.AddRange(cut);
        }

        await pool.SubmitAsync(windows, cancellationToken).ConfigureAwait(false);
        await call.Task.ConfigureAwait(false);
    }

    private static Elapsed TimeOriginal(IWeightSource source, int[][] texts, int threads)
    {
        torch.set_num_threads(threads);
        using var original = new OriginalAlgorithm(source);
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < WarmUp; )
            original.Score(texts[..1]);
        var (started, processorStarted) = (Stopwatch.GetTimestamp(), ProcessorSeconds());
        original.Score(texts);
        return Elapsed.Since(started, processorStarted);
    }

    private static long PeakBytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }

    private static double ProcessorSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    /// <summary>Wall-clock and processor time since a moment.</summary>
    private readonly record struct Elapsed(double Seconds, double ProcessorSeconds)
    {
        internal static Elapsed Since(long started, double processorStarted) =>
            new(Stopwatch.GetElapsedTime(started).TotalSeconds, ScoringBenchmark.ProcessorSeconds() - processorStarted);
    }
}
