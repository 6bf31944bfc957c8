using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>
/// An external trainer: joins a session as its only consumer, receives its batches in order and reports losses.
/// </summary>
public sealed class BatchStream : IDisposable
{
    private readonly AsyncDuplexStreamingCall<ConsumeRequest, ConsumeResponse> _call;
    private ulong _left;

    private BatchStream(AsyncDuplexStreamingCall<ConsumeRequest, ConsumeResponse> call) => _call = call;

    /// <summary>Starts a run.</summary>
    /// <param name="client">The server.</param>
    /// <param name="session">Name of the session.</param>
    /// <param name="credits">Batches that may be in flight.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <param name="step">First step. The default value is 0.</param>
    public static async Task<BatchStream> JoinAsync(
        FluxClient client,
        string session,
        uint credits,
        CancellationToken cancellationToken,
        ulong step = 0
    )
    {
        var stream = new BatchStream(client.Batches.Consume(cancellationToken: cancellationToken));
        await stream._call.RequestStream.WriteAsync(
            new()
            {
                Join = new()
                {
                    Session = session,
                    Run = Guid.NewGuid().ToString("N"),
                    Step = step,
                },
            },
            cancellationToken
        );
        if (!await stream._call.ResponseStream.MoveNext(cancellationToken))
            throw new IOException($"the server ended the stream of session {session} before it began");
        stream._left = stream._call.ResponseStream.Current.Joined.TotalSteps - step;
        await stream._call.RequestStream.WriteAsync(new() { Credits = credits }, cancellationToken);
        return stream;
    }

    /// <summary>Returns the next batch and asks for one more; null at the end of the run.</summary>
    public async Task<TokenBatch?> NextAsync(CancellationToken cancellationToken)
    {
        if (_left == 0)
            await _call.RequestStream.CompleteAsync(); // the server receives all reports before it ends the stream
        if (!await _call.ResponseStream.MoveNext(cancellationToken))
            return null;
        _left--;
        await _call.RequestStream.WriteAsync(new() { Credits = 1 }, cancellationToken);
        return _call.ResponseStream.Current.Batch;
    }

    /// <summary>Reports that a batch was trained on.</summary>
    public Task ReportAsync(TokenBatch batch, double loss, CancellationToken cancellationToken) =>
        _call.RequestStream.WriteAsync(
            new()
            {
                Report = new()
                {
                    Step = batch.Step,
                    Loss = loss,
                    TokenHash = batch.TokenHash,
                },
            },
            cancellationToken
        );

    /// <summary>Leaves the run.</summary>
    public void Dispose() => _call.Dispose();
}
