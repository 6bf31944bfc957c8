using System.Diagnostics;
using System.Globalization;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>A client that behaves well: one call at a time, each small. It appends, asks for scores, and queries, in turn.</summary>
internal sealed class GoodClient(Uri server) : IAsyncDisposable
{
    private const int DocumentsACall = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly FluxClient _client = new(server);
    private AsyncDuplexStreamingCall<AppendRequest, AppendResponse>? _ingest;
    private int _batches;

    /// <summary>Milliseconds of each call of a while, and how many failed; a call that is under way at its end is waited for.</summary>
    public async Task<(IReadOnlyList<double> Milliseconds, int Failed)> MeasureAsync(
        TimeSpan window,
        CancellationToken cancellationToken
    )
    {
        var (milliseconds, failed) = (new List<double>(), 0);
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < window; )
        {
            foreach (var callAsync in (Func<CancellationToken, Task>[])[AppendAsync, GetAsync, QueryAsync])
            {
                var called = Stopwatch.GetTimestamp();
                if (!await IsAnsweredAsync(callAsync, cancellationToken))
                    failed++;
                milliseconds.Add(Stopwatch.GetElapsedTime(called).TotalMilliseconds);
            }
            await Task.Delay(Pause, cancellationToken);
        }
        return (milliseconds, failed);
    }

    private async Task<bool> IsAnsweredAsync(
        Func<CancellationToken, Task> callAsync,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await callAsync(cancellationToken);
            return true;
        }
        catch (Exception failure)
            when (failure is RpcException or IOException or InvalidOperationException or OperationCanceledException
                && !cancellationToken.IsCancellationRequested
            )
        {
            _ingest?.Dispose();
            _ingest = null; // it may have ended; the next call opens another
            return false;
        }
    }

    private async Task AppendAsync(CancellationToken cancellationToken)
    {
        _ingest ??= _client.Ingest.Append(cancellationToken: cancellationToken);
        var batch = ++_batches;
        await _ingest.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = BenchServer.Corpus,
                Batch = (ulong)batch,
                Documents =
                {
                    Enumerable
                        .Range(0, DocumentsACall)
                        .Select(i => new Document
                        {
                            Id = $"good/{batch.ToString(CultureInfo.InvariantCulture)}/{i}",
                            Text = BenchDocuments.At(batch * DocumentsACall + i).Text,
                        }),
                },
            },
            cancellationToken
        );
        if (!await _ingest.ResponseStream.MoveNext(cancellationToken))
            throw new IOException("the server ended the stream");
    }

    private async Task GetAsync(CancellationToken cancellationToken) =>
        await _client.Scores.GetAsync(
            new()
            {
                Corpus = BenchServer.Corpus,
                Ids = { Enumerable.Range(0, DocumentsACall).Select(BenchDocuments.Id) },
                IncludeText = true,
            },
            cancellationToken: cancellationToken
        );

    private async Task QueryAsync(CancellationToken cancellationToken)
    {
        using var call = _client.Scores.Query(
            new()
            {
                Corpus = BenchServer.Corpus,
                Limit = DocumentsACall,
                IncludeText = true,
            },
            cancellationToken: cancellationToken
        );
        while (await call.ResponseStream.MoveNext(cancellationToken))
            continue;
    }

    public ValueTask DisposeAsync()
    {
        _ingest?.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
