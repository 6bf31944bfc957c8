using static FluxEntropy.Benchmarks.Training.TrainerBenchModel;
using System.Diagnostics;
using FluxEntropy.Engines;
using FluxEntropy.Models;
using TokenBatch = FluxEntropy.Engines.TokenBatch;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>A loop over batches in memory: what a training engine does without a server.</summary>
internal static class BareLoop
{
    public static async Task<(double TokensPerSecond, long Parameters)> RunAsync(CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            VocabularySize = Vocabulary,
            Layers = Layers,
            Heads = Heads,
            Hidden = Hidden,
            Time = Time,
        };
        await using var engine = await Task.Run(
            () => new TorchEngineFactory().CreateTrainingEngine(options, "cpu:1"),
            cancellationToken
        );
        var random = new Random(1);
        var batches = Enumerable
            .Range(0, WarmUp + Steps)
            .Select(step => new TokenBatch
            {
                Step = step,
                Tokens = [.. Enumerable.Range(0, Rows * (Time + 1)).Select(_ => random.Next(Vocabulary))],
                Bins = new byte[Rows * Time],
                Batch = Rows,
                Time = Time,
            })
            .ToArray();
        long begun = 0;
        foreach (var batch in batches)
        {
            if (batch.Step == WarmUp)
                begun = Stopwatch.GetTimestamp();
            await engine.TrainAsync(batch, cancellationToken);
        }
        return (Steps * Rows * Time / Stopwatch.GetElapsedTime(begun).TotalSeconds, engine.Parameters);
    }
}
