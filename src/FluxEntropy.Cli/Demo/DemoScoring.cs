using System.Diagnostics;
using FluxEntropy.Client;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Demo;

/// <summary>The corpus's side of a demo: its documents are sent, and scored while they come in.</summary>
/// <param name="client">The server.</param>
/// <param name="acknowledged">Where its answers are kept, to be verified in the end.</param>
internal sealed class DemoScoring(FluxClient client, AcknowledgedFile acknowledged)
{
    public const string Corpus = "dotnet";
    private const int Shards = 4;
    private const int Aggregators = 2;
    private const double HeldOutFraction = 0.05; // to measure what the model has learned: at least a row of tokens

    private readonly Stopwatch _clock = new();
    private Corpus? _before;
    private long _heldOutTokensBefore;
    private long _heldOutTokens;

    /// <summary>The corpus as it was seen last.</summary>
    public Corpus? Latest { get; private set; }

    /// <summary>Documents scored since the start, those held out included.</summary>
    public long Scored => (long)((Latest?.Indexed ?? 0) - (_before?.Indexed ?? 0));

    /// <summary>Those of them that are held out.</summary>
    public long HeldOut => (long)((Latest?.HeldOut ?? 0) - (_before?.HeldOut ?? 0));

    /// <summary>Tokens of those documents; of documents held out only once all are scored.</summary>
    public long Tokens =>
        (long)((Latest?.Tokens ?? 0) - (_before?.Tokens ?? 0)) + _heldOutTokens - _heldOutTokensBefore;

    /// <summary>Time since the first document was sent, until all were scored.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Creates the corpus where it is missing.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _before = Latest = await client.FindCorpusAsync(Corpus, cancellationToken)
            ?? await client.Corpora.CreateAsync(
                new()
                {
                    Name = Corpus,
                    Shards = Shards,
                    Groups = Aggregators,
                    HeldOutFraction = HeldOutFraction,
                },
                cancellationToken: cancellationToken
            );
        _heldOutTokensBefore = _heldOutTokens = await HeldOutTokensAsync(cancellationToken);
    }

    /// <summary>Sends documents and returns once they are durable.</summary>
    public async Task SendAsync(IEnumerable<SourceDocument> documents, CancellationToken cancellationToken)
    {
        _clock.Start();
        var ingestion = new Ingestion(client, Corpus) { Answered = answer => acknowledged.AppendAsync(Corpus, answer) };
        await ingestion.SendAsync(documents.ToAsyncEnumerable<SourceItem>(), cancellationToken);
    }

    /// <summary>Looks at the corpus twice a second, until cancelled.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                Latest = await client.Corpora.GetAsync(new() { Name = Corpus }, cancellationToken: cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The rest of the demo waits for the corpus itself.
        }
    }

    /// <summary>Returns once everything that was sent is scored.</summary>
    public async Task<Corpus> FinishAsync(CancellationToken cancellationToken)
    {
        Latest = await client.WaitUntilScoredAsync(Corpus, corpus => Latest = corpus, cancellationToken);
        _clock.Stop();
        _heldOutTokens = await HeldOutTokensAsync(cancellationToken);
        return Latest;
    }

    // What a corpus says of its tokens is of ranked documents, of which those held out are none.
    private async Task<long> HeldOutTokensAsync(CancellationToken cancellationToken)
    {
        long tokens = 0;
        using var call = client.Scores.Query(
            new QueryRequest { Corpus = Corpus, HeldOut = true },
            cancellationToken: cancellationToken
        );
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
            tokens += document.Tokens;
        return tokens;
    }
}
