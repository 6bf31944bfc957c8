using System.Diagnostics;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>
/// A client that never stops: it sends a few documents to every shard, waits until they are scored, and sends the next;
/// failed calls are retried. The times at which calls succeed show how long a cluster was unavailable. Accepted
/// documents are recorded.
/// </summary>
public sealed class Pulse(FluxClient client, string corpus, AcknowledgedFile acknowledged) : IAsyncDisposable
{
    private const int Documents = 64; // some for each shard
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<Beat> _beats = [];
    private Task _work = Task.CompletedTask;
    private string _lastFailure = "nothing";
    private int _number;

    public void Start() => _work = BeatAsync(_stopping.Token);

    /// <summary>
    /// Waits for work to resume after a moment: until every shard accepts documents sent after it, and until those and
    /// all earlier ones are scored.
    /// </summary>
    public async Task<(TimeSpan Ingest, TimeSpan Scoring)> ResumedAsync(
        long since,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        while (Stopwatch.GetElapsedTime(since) < patience)
        {
            lock (_gate)
            {
                if (_beats.Find(beat => beat.Sent >= since) is { } beat)
                    return (
                        Stopwatch.GetElapsedTime(since, beat.Accepted),
                        Stopwatch.GetElapsedTime(since, beat.Scored)
                    );
            }
            await Task.Delay(Pause, cancellationToken);
        }
        throw new TimeoutException(
            $"work did not resume within {patience.TotalSeconds:0} s; the last call failed with: {_lastFailure}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var request = Request(_number++);
            var sent = 0L;
            await UntilDoneAsync(
                () =>
                {
                    sent = Stopwatch.GetTimestamp(); // of the attempt that succeeds
                    return AppendAsync(request, cancellationToken);
                },
                cancellationToken
            );
            var accepted = Stopwatch.GetTimestamp();
            await UntilDoneAsync(() => ScoredAsync(request, cancellationToken), cancellationToken);
            lock (_gate)
                _beats.Add(new Beat(sent, accepted, Stopwatch.GetTimestamp()));
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task UntilDoneAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await attempt())
                    return;
            }
            catch (Exception exception)
                when (exception is RpcException or InvalidOperationException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                _lastFailure = exception.Message; // part of the cluster is unavailable
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<bool> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        using var call = client.Ingest.Append(deadline: Deadline(), cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(request, cancellationToken);
        await call.RequestStream.CompleteAsync();
        var accepted = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            await acknowledged.AppendAsync(corpus, response);
            accepted += response.Outcomes.Count;
        }
        return accepted == request.Documents.Count;
    }

    private async Task<bool> ScoredAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        var state = await client.Corpora.GetAsync(
            new GetCorpusRequest { Name = corpus },
            deadline: Deadline(),
            cancellationToken: cancellationToken
        );
        if (state.Pending > 0)
        {
            _lastFailure = $"{state.Pending} of {state.Documents} documents are not scored";
            return false;
        }
        var scores = new GetScoresRequest { Corpus = corpus };
        scores.Ids.Add(request.Documents.Select(document => document.Id));
        var answer = await client.Scores.GetAsync(scores, deadline: Deadline(), cancellationToken: cancellationToken);
        return answer.Documents.All(document => document.State == ScoredDocument.Types.State.Scored);
    }

    private static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + CallPatience;

    private AppendRequest Request(int number)
    {
        var request = new AppendRequest { Corpus = corpus, Batch = 1 };
        for (var i = 0; i < Documents; i++)
            request.Documents.Add(
                new Document
                {
                    Id = $"pulse/{number}/{i}",
                    Text = $"Document {i} of beat {number} says that the river carries on.",
                }
            );
        return request;
    }

    private sealed record Beat(long Sent, long Accepted, long Scored);
}
