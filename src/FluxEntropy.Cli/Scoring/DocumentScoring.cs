using System.Runtime.CompilerServices;
using FluxEntropy.Engines;
using FluxEntropy.Scores;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// Scores a stream of documents in chunks, the next of which is read while one is in work; answers in the order of
/// the stream.
/// </summary>
/// <param name="engine">Scores them.</param>
/// <param name="detail">What is wanted beside the metrics.</param>
/// <param name="position">How far the stream is read, in bytes.</param>
internal sealed class DocumentScoring(IScoringEngine engine, ScoringDetail detail, Func<long> position)
{
    // The first chunks are small, so that a slow model shows soon how fast it is; each is twice the one before.
    private const int FirstDocuments = 16;
    private const int FirstCharacters = 4 << 10;
    private const int ChunkDocuments = 512;
    private const int ChunkCharacters = 128 << 10;
    private const int ChunksInFlight = 2;

    private long _documents;
    private long _tokens;
    private long _scoredBytes;

    /// <summary>Documents scored.</summary>
    public long Documents => Interlocked.Read(ref _documents);

    /// <summary>Tokens scored.</summary>
    public long Tokens => Interlocked.Read(ref _tokens);

    /// <summary>Bytes of the stream that are scored.</summary>
    public long ScoredBytes => Interlocked.Read(ref _scoredBytes);

    /// <summary>Scores the documents of a stream; what was rejected is passed over.</summary>
    public async IAsyncEnumerable<(SourceDocument Document, DocumentScore Score)> ScoreAsync(
        IAsyncEnumerable<SourceItem> records,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var inFlight = new Queue<Chunk>();
        await foreach (var chunk in ChunksAsync(records, cancellationToken))
        {
            inFlight.Enqueue(chunk);
            if (inFlight.Count <= ChunksInFlight)
                continue;
            await foreach (var scored in FinishAsync(inFlight.Dequeue()))
                yield return scored;
        }

        while (inFlight.TryDequeue(out var chunk))
        {
            await foreach (var scored in FinishAsync(chunk))
                yield return scored;
        }
    }

    private async IAsyncEnumerable<(SourceDocument Document, DocumentScore Score)> FinishAsync(Chunk chunk)
    {
        var scores = await chunk.Scores;
        Interlocked.Exchange(ref _scoredBytes, chunk.End);
        for (var i = 0; i < scores.Count; i++)
        {
            Interlocked.Increment(ref _documents);
            Interlocked.Add(ref _tokens, scores[i].TokenIds.Length);
            yield return (chunk.Documents[i], scores[i]);
        }
    }

    private async IAsyncEnumerable<Chunk> ChunksAsync(
        IAsyncEnumerable<SourceItem> records,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (documents, characters) = (new List<SourceDocument>(), 0);
        var (mostDocuments, mostCharacters) = (FirstDocuments, FirstCharacters);
        await foreach (var item in UntilCancelledAsync(records, cancellationToken))
        {
            if (item is not SourceDocument document)
                continue;
            documents.Add(document);
            characters += document.Text.Length;
            if (documents.Count < mostDocuments && characters < mostCharacters)
                continue;
            yield return Begin(documents, cancellationToken);
            (documents, characters) = ([], 0);
            mostDocuments = Math.Min(ChunkDocuments, 2 * mostDocuments);
            mostCharacters = Math.Min(ChunkCharacters, 2 * mostCharacters);
        }

        if (documents.Count > 0)
            yield return Begin(documents, cancellationToken);
    }

    /// <summary>Passes records on. Nothing interrupts a read from a pipe or a terminal: on cancellation it is left to itself.</summary>
    private static async IAsyncEnumerable<SourceItem> UntilCancelledAsync(
        IAsyncEnumerable<SourceItem> records,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var reading = records.GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await reading.MoveNextAsync().AsTask().WaitAsync(cancellationToken))
                yield return reading.Current;
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
                await reading.DisposeAsync();
        }
    }

    private Chunk Begin(List<SourceDocument> documents, CancellationToken cancellationToken) =>
        new(
            documents,
            engine.ScoreAsync([.. documents.Select(document => document.Text)], detail, cancellationToken),
            position()
        );

    private sealed record Chunk(List<SourceDocument> Documents, Task<IReadOnlyList<DocumentScore>> Scores, long End);
}
