using System.Collections.Concurrent;
using System.Threading.Channels;
using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>
/// Batches on their way to a server, several at a time. They outlive the call that carries them: the next one sends again what was not
/// answered. One side takes batches and another one answers them.
/// </summary>
internal sealed class BatchesInFlight : IDisposable
{
    private const int Most = 6;

    private readonly Channel<AppendRequest> _read = Channel.CreateBounded<AppendRequest>(1);
    private readonly ConcurrentQueue<AppendRequest> _unanswered = new();
    private readonly SemaphoreSlim _room = new(Most);

    /// <summary>Batches sent and not answered yet, in order.</summary>
    public IReadOnlyList<AppendRequest> Unanswered => [.. _unanswered];

    /// <summary>How many are answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Reads ahead until the batches end; an error is thrown to whoever takes the next one.</summary>
    public async Task FillAsync(IAsyncEnumerable<AppendRequest> batches, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var batch in batches.WithCancellation(cancellationToken))
                await _read.Writer.WriteAsync(batch, cancellationToken);
            _read.Writer.Complete();
        }
        catch (Exception failure)
        {
            _read.Writer.Complete(failure);
        }
    }

    /// <summary>Waits until there is something to send, or nothing more to come: a server does not wait long for a first message.</summary>
    public async Task WaitForOneAsync(CancellationToken cancellationToken)
    {
        if (_unanswered.IsEmpty)
            await _read.Reader.WaitToReadAsync(cancellationToken);
    }

    /// <summary>Takes the next batch once there is room for it; null at the end.</summary>
    public async Task<AppendRequest?> TakeAsync(CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        AppendRequest? batch = null;
        try
        {
            if (await _read.Reader.WaitToReadAsync(cancellationToken) && _read.Reader.TryRead(out batch))
                _unanswered.Enqueue(batch);
            return batch;
        }
        finally
        {
            if (batch is null)
                _room.Release();
        }
    }

    /// <summary>The batch that the next answer is of; null if all are answered.</summary>
    public AppendRequest? Oldest => _unanswered.TryPeek(out var batch) ? batch : null;

    /// <summary>The oldest batch is answered.</summary>
    public void Settle()
    {
        _unanswered.TryDequeue(out _);
        Answered++;
        _room.Release();
    }

    public void Dispose() => _room.Dispose();
}
