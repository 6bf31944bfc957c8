using System.Runtime.ExceptionServices;
using System.Text;
using System.Threading.Channels;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using Grpc.Core;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Client;

/// <summary>
/// Sends records to a corpus in numbered batches, several in flight, and reads the answers. Memory is bounded by the
/// batches in flight, so a slow server slows the reader down.
/// </summary>
/// <param name="client">Where to send.</param>
/// <param name="corpus">Name of a corpus that exists.</param>
public sealed class Ingestion(FluxClient client, string corpus)
{
    private const int BatchesInFlight = 6;

    /// <summary>What happened to the records so far.</summary>
    public IngestTally Tally { get; } = new();

    /// <summary>
    /// Whether a text replaces another one of its id, which otherwise stays. The default value is
    /// <see langword="false"/>.
    /// </summary>
    public bool Replaces { get; init; }

    /// <summary>Called with each answer, in order; the returned task is awaited before the next call.</summary>
    public Func<AppendResponse, Task>? Answered { get; init; }

    /// <summary>Sends everything, and returns once all of it is answered.</summary>
    /// <exception cref="RpcException">
    /// The server refused or disappeared; what was answered is kept, and everything may be sent again.
    /// </exception>
    public async Task SendAsync(IAsyncEnumerable<SourceItem> records, CancellationToken cancellationToken)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = client.Ingest.Append(cancellationToken: abandoned.Token);
        var inFlight = Channel.CreateBounded<AppendRequest>(BatchesInFlight);
        Exception? first = null;
        await Task.WhenAll(
            OrAbandon(() => SendAsync(call.RequestStream, records, inFlight.Writer, abandoned.Token)),
            OrAbandon(() => ReceiveAsync(call.ResponseStream, inFlight.Reader, abandoned.Token))
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

    private async Task SendAsync(
        IClientStreamWriter<AppendRequest> requests,
        IAsyncEnumerable<SourceItem> records,
        ChannelWriter<AppendRequest> inFlight,
        CancellationToken cancellationToken
    )
    {
        await foreach (var batch in IngestBatches.OfAsync(corpus, records, cancellationToken))
        {
            if (Replaces)
                await NameReplacedAsync(batch, cancellationToken);
            await inFlight.WriteAsync(batch, cancellationToken);
            Tally.AddSent(batch.Documents.Count + batch.Rejected.Count);
            try
            {
                await requests.WriteAsync(batch, cancellationToken);
            }
            catch (Exception broken) when (broken is RpcException or InvalidOperationException or IOException)
            {
                return; // the call has ended: the reading side knows why
            }
        }

        await requests.CompleteAsync();
        inFlight.Complete();
    }

    // If two clients replace the same text at the same time, the second one's document is quarantined.
    private async Task NameReplacedAsync(AppendRequest batch, CancellationToken cancellationToken)
    {
        if (batch.Documents.Count == 0)
            return;
        var known = new GetScoresRequest { Corpus = corpus, Ids = { batch.Documents.Select(document => document.Id) } };
        var asked = 0;
        await foreach (var there in client.ReadScoresAsync(known, cancellationToken))
            batch.Documents[asked++].Replaces = there.TextHash;
    }

    private async Task ReceiveAsync(
        IAsyncStreamReader<AppendResponse> answers,
        ChannelReader<AppendRequest> sent,
        CancellationToken cancellationToken
    )
    {
        await foreach (var answer in answers.ReadAllAsync(cancellationToken))
        {
            Count(await sent.ReadAsync(cancellationToken), answer);
            if (Answered is { } answered)
                await answered(answer);
        }

        if (await sent.WaitToReadAsync(cancellationToken))
            throw new InvalidDataException(
                "the server ended the stream before all batches were answered; "
                    + "send everything again: what was acknowledged is kept"
            );
    }

    private void Count(AppendRequest batch, AppendResponse answer)
    {
        if (answer.Batch != batch.Batch || answer.Outcomes.Count != batch.Documents.Count)
            throw new InvalidDataException(
                $"the server answered batch {answer.Batch} with {answer.Outcomes.Count} outcomes; "
                    + $"expected batch {batch.Batch} with {batch.Documents.Count}"
            );
        long Of(Status status) => answer.Outcomes.Count(outcome => outcome.Status == status);
        Tally.Add(
            Of(Status.Accepted),
            Of(Status.Present),
            Of(Status.Replaced),
            Of(Status.Quarantined) + batch.Rejected.Count,
            batch.Documents.Sum(document => (long)Encoding.UTF8.GetByteCount(document.Text))
        );
    }
}
