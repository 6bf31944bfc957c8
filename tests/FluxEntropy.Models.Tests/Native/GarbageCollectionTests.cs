using System.Security.Cryptography;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Benchmarks;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Training;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Native;

/// <summary>
/// What libtorch reads must be held until it has read it. Where something is not, a collection at the wrong moment
/// frees it,
/// and libtorch throws, or computes with whatever lies there now.
/// </summary>
[Collection(nameof(NativeMemoryCollection))]
public sealed class GarbageCollectionTests
{
    private const int Steps = 150;
    private const int Rounds = 40;

    /// <summary>
    /// On a busy machine the collector's thread has its turn seldom; the work is done again until it had enough.
    /// </summary>
    private const int LeastCollections = 1000;

    [Fact]
    public async Task Collections_neither_end_trainings_and_scorings_nor_change_a_bit_of_them()
    {
        var expected = new List<string>();
        foreach (var work in Works())
            expected.Add(await work());

        using var collector = new Collector();
        do Assert.Equal(expected, await Task.WhenAll(Works().Select(work => Task.Run(work))));
        while (collector.Collections < LeastCollections);
    }

    private static IEnumerable<Func<Task<string>>> Works() =>
        [
            () => TrainAsync("llama", seed: 1, accumulation: 1),
            () => TrainAsync("llama", seed: 2, accumulation: 2),
            () => TrainAsync("gpt2", seed: 3, accumulation: 1),
            () => TrainAsync("gpt2", seed: 4, accumulation: 2),
            () => ScoreAsync(packed: true),
            () => ScoreAsync(packed: false),
        ];

    /// <returns>The hashes of the checkpoint's files.</returns>
    private static async Task<string> TrainAsync(string architecture, ulong seed, int accumulation)
    {
        var options = new TrainingOptions
        {
            Architecture = architecture,
            VocabularySize = 17,
            Layers = 2,
            Heads = 2,
            Hidden = 16,
            Time = 8,
            Seed = seed,
            Accumulation = accumulation,
        };
        await using var engine = await TorchTrainingEngine.CreateAsync(options);
        for (var step = 0; step < Steps; step++)
            await engine.TrainAsync(Training.TorchTrainingEngineTests.Batch(step));
        var folder = Directory.CreateTempSubdirectory("flux-collections-");
        try
        {
            await engine.SaveAsync(folder.FullName);
            return string.Join(
                ' ',
                folder
                    .GetFiles()
                    .OrderBy(file => file.Name, StringComparer.Ordinal)
                    .Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName))))
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <returns>The hash of all statistics of all tokens.</returns>
    private static async Task<string> ScoreAsync(bool packed)
    {
        TorchRuntime.EnsureLoaded();
        var config = RandomWeights.SmolLm2(vocabulary: 100) with
        {
            Layers = 2,
            Hidden = 16,
            Heads = 2,
            KeyValueHeads = 1,
            HeadSize = 8,
            Intermediate = 24,
        };
        var weights = TransformerWeights.Load(new RandomWeights(config), torch.CPU, torch.float32, packed);
        await using var pool = new ScoringPool(weights, workers: 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var round = 0; round < Rounds; round++)
        {
            var call = new ScoringCall(
                1,
                new ScoringDetail(PerToken: true, TopK: 2),
                ScoredPositions.Predicting,
                MetricCatalog.BuiltIn,
                default
            );
            int[] ids = [.. Enumerable.Range(round, 20).Select(i => i * 37 % 100)];
            var document = new DocumentInProgress(call, 0, ids, bytes: 1, scoredBytes: 1);
            var windows = ScoringWindow.Cut(document, window: 32, stride: 16, prefix: []);
            document.Expect(windows.Count);
            await pool.SubmitAsync([.. windows], default);
            var tokens = (await call.Task)[0].PerToken!;
            foreach (var values in new[] { tokens.Entropy, tokens.Varentropy, tokens.Surprisal })
                hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Collects garbage and runs finalizers, again and again, until it is disposed.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly Thread _thread;
        private volatile bool _ended;
        private long _collections;

        internal Collector()
        {
            _thread = new Thread(Run) { IsBackground = true, Name = "collector" };
            _thread.Start();
        }

        internal long Collections => Interlocked.Read(ref _collections);

        private void Run()
        {
            for (; !_ended; Interlocked.Increment(ref _collections))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        }

        public void Dispose()
        {
            _ended = true;
            _thread.Join();
        }
    }
}
