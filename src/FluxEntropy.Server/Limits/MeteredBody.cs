using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace FluxEntropy.Server.Limits;

/// <summary>
/// The body of a gRPC call. A message is read once the memory for it is there, and until then the client is held back by the flow control
/// of HTTP/2: gRPC itself gathers and decodes a message before a service sees it. The memory is given back with the next message or
/// at the end of the call, unless the service takes it over.
/// </summary>
/// <param name="body">The body as it comes in.</param>
/// <param name="memory">Where memory is taken from.</param>
/// <param name="call">What the call is.</param>
/// <param name="time">Measures how long messages take.</param>
/// <param name="aborted">Cancelled when the client leaves.</param>
internal sealed class MeteredBody(
    PipeReader body,
    MemoryBudget memory,
    MeteredCall call,
    TimeProvider time,
    CancellationToken aborted
) : PipeReader, IDisposable
{
    private const int HeaderBytes = 5; // whether it is compressed, and its length

    private ReadOnlySequence<byte> _buffer;
    private MessageShare? _share;
    private MessageInArrival? _arriving;
    private long _left; // bytes of the message that are not taken yet, those of its header included
    private long _cost; // bytes that the message counts for
    private bool _hasBegun;

    /// <summary>Takes over the memory of the message that was read last; null if there is none.</summary>
    public MessageShare? TakeShare() => Interlocked.Exchange(ref _share, null);

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_left == 0 && call.IsStream)
            TakeShare()?.Dispose(); // whoever asks for the next message is done with the last
        var read = await ArrivedAsync(cancellationToken);
        _buffer = read.Buffer;
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, cancellationToken);
            if (_left == 0 && _buffer.Length >= HeaderBytes)
                await AdmitAsync(either.Token);
            if (_arriving is not null && _left <= _buffer.Length)
                await ArriveAsync(either.Token);
            _arriving = _arriving?.With(_buffer.Length);
        }
        catch
        {
            body.AdvanceTo(_buffer.Start);
            throw;
        }
        return read;
    }

    public override bool TryRead(out ReadResult result)
    {
        result = default;
        return false; // it might have to wait for memory
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _left = Math.Max(0, _left - _buffer.Slice(0, consumed).Length);
        _buffer = default;
        body.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    public void Dispose() => TakeShare()?.Dispose();

    private async ValueTask AdmitAsync(CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        _buffer.Slice(0, HeaderBytes).CopyTo(header);
        var bytes = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        _hasBegun = true;
        _left = HeaderBytes + bytes;
        if (bytes > call.MaxBytes)
            throw new RpcException(
                new Status(StatusCode.ResourceExhausted, MessageLimits.TooLong(bytes, call.MaxBytes))
            );
        TakeShare()?.Dispose();
        // How long a compressed message becomes is not known before it is unpacked.
        _cost = header[0] == 0 ? bytes : call.MaxBytes;
        _share = new MessageShare(await memory.TakeMessageAsync(call.Connection, _cost, cancellationToken));
        _arriving = new MessageInArrival(bytes, time.GetTimestamp());
    }

    // All of it is there: gRPC decodes it next.
    private async ValueTask ArriveAsync(CancellationToken cancellationToken)
    {
        _arriving = null;
        var turn = await memory.TakeTurnAsync(call.Connection, _cost, cancellationToken);
        if (_share is { } share)
            share.Turn = turn;
        else
            turn?.Dispose(); // the call has ended
    }

    private async ValueTask<ReadResult> ArrivedAsync(CancellationToken cancellationToken)
    {
        var reading = body.ReadAsync(cancellationToken);
        if (reading.IsCompleted || Patience is not { } patience)
            return await reading;
        var arrival = reading.AsTask();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(arrival, Task.Delay(patience, time, timer.Token)) == arrival || arrival.IsCompleted)
        {
            await timer.CancelAsync();
            return await arrival;
        }
        cancellationToken.ThrowIfCancellationRequested();
        body.CancelPendingRead();
        body.AdvanceTo((await arrival).Buffer.Start);
        Dispose();
        throw new RpcException(new Status(StatusCode.DeadlineExceeded, _arriving?.Late ?? MessageLimits.NothingCame));
    }

    private TimeSpan? Patience =>
        _arriving is { } arriving ? arriving.Patience(time)
        : call.IsStream && !_hasBegun ? MessageLimits.FirstMessage
        : null;
}
