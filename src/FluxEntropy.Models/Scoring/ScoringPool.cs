using System.Threading.Channels;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Scoring;

/// <summary>
/// Worker threads with shared weights, fed with batches of windows of similar length from a bounded channel.
/// </summary>
internal sealed class ScoringPool : IAsyncDisposable
{
    /// <summary>
    /// Tokens that go through the model together: enough for matrix products at full speed, on a CPU little enough to
    /// stay in the caches.
    /// </summary>
    private const int CpuBatchTokens = 1024;
    private const int CudaBatchTokens = 16_384;

    private readonly TransformerWeights _weights;
    private readonly bool _oneByOne;
    private readonly int _batchTokens;
    private readonly Channel<ScoringWindow[]> _batches;
    private readonly ScoringWorker[] _workers;

    /// <param name="weights">Shared by the workers, and freed with the pool.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="deterministic">
    /// Whether scores must be the same to the bit in any company. The CPU's own kernels give that anyway; with torch's,
    /// whose products are blocked by what stands beside, each window goes through the model alone.
    /// </param>
    internal ScoringPool(TransformerWeights weights, int workers, bool deterministic = false)
    {
        _batchTokens = weights.Device.type is DeviceType.CPU ? CpuBatchTokens : CudaBatchTokens;
        (_weights, _oneByOne) = (weights, deterministic && !weights.IsPacked);
        _batches = Channel.CreateBounded<ScoringWindow[]>(4 * workers);
        _workers =
        [
            .. Enumerable
                .Range(0, workers)
                .Select(i => new ScoringWorker($"flux scorer {i}", _batches.Reader, weights)),
        ];
    }

    /// <summary>Queues windows; completes when the last batch found room, not when it is scored.</summary>
    internal async Task SubmitAsync(List<ScoringWindow> windows, CancellationToken cancellationToken)
    {
        // A small call is spread over all workers instead of filling one batch.
        var budget = _oneByOne
            ? 1
            : Math.Clamp(windows.Sum(window => window.Length) / _workers.Length, _batchTokens / 4, _batchTokens);
        foreach (var batch in ScoringWindow.Batches(windows, budget))
            await _batches.Writer.WriteAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the workers finish what is queued, ends their threads and frees the weights.</summary>
    public async ValueTask DisposeAsync()
    {
        _batches.Writer.TryComplete();
        await Task.WhenAll(_workers.Select(worker => worker.Ended)).ConfigureAwait(false);
        _weights.Dispose();
    }
}
