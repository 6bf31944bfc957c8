using System.Runtime.ExceptionServices;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>One call that carries batches: first those that a call before it left unanswered, then the next ones.</summary>
/// <param name="client">Where to send.</param>
/// <param name="batches">What to send.</param>
/// <param name="tally">Told what is sent.</param>
/// <param name="replaces">Whether texts replace others of their ids.</param>
/// <param name="answered">Told of each answer, in order, before the next one is read.</param>
internal sealed class IngestCall(
    FluxClient client,
    BatchesInFlight batches,
    IngestTally tally,
    bool replaces,
    Func<AppendRequest, AppendResponse, Task> answered
)
{
    private volatile bool _isAllSent;

    /// <summary>Returns once every batch is answered.</summary>
    /// <exception cref="RpcException">The server refused or disappeared.</exception>
    /// <exception cref="InvalidDataException">The server gave an answer to something else.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = client.Ingest.Append(cancellationToken: abandoned.Token);
        Exception? first = null;
        await Task.WhenAll(
            OrAbandon(() => SendAsync(call.RequestStream, abandoned.Token)),
            OrAbandon(() => ReceiveAsync(call.ResponseStream, abandoned.Token))
        );
        if (first is not null)
            ExceptionDispatchInfo.Throw(first);

        // The side that fails first knows why; the other only learns that the call has ended.
        async Task OrAbandon(Func<Task> side)
        {
            try
            {
                await side();
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref first, failure, null);
                await abandoned.CancelAsync();
            }
        }
    }

    private async Task SendAsync(IClientStreamWriter<AppendRequest> requests, CancellationToken cancellationToken)
    {
        foreach (var again in batches.Unanswered)
        {
            if (!await TrySendAsync(requests, again, cancellationToken))
                return;
        }
        while (await batches.TakeAsync(cancellationToken) is { } batch)
        {
            tally.AddSent(batch.Documents.Count + batch.Rejected.Count);
            if (!await TrySendAsync(requests, batch, cancellationToken))
                return;
        }
        _isAllSent = true;
        await requests.CompleteAsync();
    }

    private async Task<bool> TrySendAsync(
        IClientStreamWriter<AppendRequest> requests,
        AppendRequest batch,
        CancellationToken cancellationToken
    )
    {
        if (replaces)
            await NameReplacedAsync(batch, cancellationToken);
        try
        {
            await requests.WriteAsync(batch, cancellationToken);
            return true;
        }
        catch (Exception broken) when (broken is RpcException or InvalidOperationException or IOException)
        {
            return false; // the call has ended: the reading side knows why
        }
    }

    // If two clients replace the same text at the same time, the second one's document is quarantined.
    private async Task NameReplacedAsync(AppendRequest batch, CancellationToken cancellationToken)
    {
        if (batch.Documents.Count == 0)
            return;
        var known = new GetScoresRequest
        {
            Corpus = batch.Corpus,
            Ids = { batch.Documents.Select(document => document.Id) },
        };
        var asked = 0;
        await foreach (var there in client.ReadScoresAsync(known, cancellationToken))
            batch.Documents[asked++].Replaces = there.TextHash;
    }

    private async Task ReceiveAsync(IAsyncStreamReader<AppendResponse> answers, CancellationToken cancellationToken)
    {
        await foreach (var answer in answers.ReadAllAsync(cancellationToken))
        {
            if (
                batches.Oldest is not { } batch
                || answer.Batch != batch.Batch
                || answer.Outcomes.Count != batch.Documents.Count
            )
                throw new InvalidDataException(
                    $"the server answered batch {answer.Batch} with {answer.Outcomes.Count} outcomes; "
                        + $"expected batch {batches.Oldest?.Batch} with {batches.Oldest?.Documents.Count}"
                );
            await answered(batch, answer);
            batches.Settle();
        }
        if (!_isAllSent || batches.Oldest is not null)
            throw new InvalidDataException(
                "the server ended the stream before all batches were answered; "
                    + "send everything again: what was acknowledged is kept"
            );
    }
}
