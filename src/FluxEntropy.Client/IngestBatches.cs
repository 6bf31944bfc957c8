using System.Runtime.CompilerServices;
using FluxEntropy.Sources;
using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>Gathers records into numbered requests of about a megabyte.</summary>
internal static class IngestBatches
{
    private const int BatchDocuments = 1024;
    private const int BatchBytes = 1 << 20;

    // If a source (a pipe) pauses, the records read so far are sent.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>The requests in order, numbered from 1; at least one, even if it is empty.</summary>
    public static async IAsyncEnumerable<AppendRequest> OfAsync(
        string corpus,
        IAsyncEnumerable<SourceItem> records,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var items = records.GetAsyncEnumerator(cancellationToken);
        var (batch, bytes) = (New(corpus, 1), 0);
        while (true)
        {
            var next = items.MoveNextAsync().AsTask();
            if (
                bytes > 0
                && !next.IsCompleted
                && await Task.WhenAny(next, Task.Delay(Pause, cancellationToken)) != next
            )
            {
                yield return batch;
                (batch, bytes) = (New(corpus, batch.Batch + 1), 0);
            }

            if (!await next)
                break;
            bytes += batch.Add(items.Current);
            if (bytes >= BatchBytes || batch.Documents.Count + batch.Rejected.Count >= BatchDocuments)
            {
                yield return batch;
                (batch, bytes) = (New(corpus, batch.Batch + 1), 0);
            }
        }

        if (bytes > 0 || batch.Batch == 1)
            yield return batch;
    }

    private static AppendRequest New(string corpus, ulong number) => new() { Corpus = corpus, Batch = number };
}
