using System.Diagnostics;
using FluxEntropy.Models.Architectures;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Benchmarks;

/// <summary>
/// What the machine multiplies float32 matrices at: the best of a model's own shapes and 2048³, as one product over all
/// threads and as one product a thread.
/// </summary>
internal static class MatrixRate
{
    private const int Rows = 1024;
    private const int Repeats = 12;

    /// <returns>Floating-point operations a second.</returns>
    internal static double Measure(TransformerSpec spec, int threads)
    {
        (long M, long K, long N)[] shapes =
        [
            (2048, 2048, 2048),
            (Rows, spec.Hidden, spec.Layer.Attention.FusedWidth),
            (Rows, spec.Layer.Attention.QueryWidth, spec.Hidden),
            (Rows, spec.Hidden, 2L * spec.Layer.Mlp.Width),
            (Rows, spec.Layer.Mlp.Width, spec.Hidden),
            (Rows, spec.Hidden, Math.Min(spec.Vocabulary, 2048)),
        ];
        return shapes.Max(shape => Math.Max(Together(shape, threads), Apart(shape, threads)));
    }

    private static double Together((long M, long K, long N) shape, int threads)
    {
        set_num_threads(threads);
        return Operations(shape) / Best(shape);
    }

    private static double Apart((long M, long K, long N) shape, int threads)
    {
        using var start = new Barrier(threads);
        var rates = new double[threads];
        Thread[] workers =
        [
            .. Enumerable
                .Range(0, threads)
                .Select(i => new Thread(() =>
                {
                    set_num_threads(1);
                    start.SignalAndWait();
                    rates[i] = Operations(shape) / Best(shape);
                })),
        ];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return rates.Sum();
    }

    private static double Operations((long M, long K, long N) shape) => 2.0 * shape.M * shape.K * shape.N;

    /// <summary>Seconds of the fastest product.</summary>
    private static double Best((long M, long K, long N) shape)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var (a, b, c) = (rand(shape.M, shape.K), rand(shape.K, shape.N), empty(shape.M, shape.N));
        var best = double.PositiveInfinity;
        for (var i = 0; i < Repeats; i++)
        {
            var started = Stopwatch.GetTimestamp();
            c.addmm_(a, b, beta: 0, alpha: 1);
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return best;
    }
}
