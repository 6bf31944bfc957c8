using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>What a cluster is kept busy with: documents at a steady rate, queries, and a training run.</summary>
internal sealed class SoakLoad
{
    public const string Corpus = "soak";

    private readonly FluxClient _client;
    private readonly RetriedCalls _calls = new();
    private readonly SoakFeed _feed;
    private readonly SoakQueries _queries;
    private readonly SoakTraining _training;

    public SoakLoad(FluxClient client, AcknowledgedFile acknowledged, int documentsPerSecond)
    {
        _client = client;
        _feed = new SoakFeed(client, _calls, acknowledged, documentsPerSecond);
        _queries = new SoakQueries(client, _calls);
        _training = new SoakTraining(client, _calls);
    }

    public long Accepted => _feed.Accepted;

    public long FailedCalls => _calls.Failed;

    public ulong Steps => _training.Steps;

    /// <summary>Creates the corpus.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        await _client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = 4,
                Groups = 2,
                HeldOutFraction = 0.05,
            },
            cancellationToken: cancellationToken
        );

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            _feed.RunAsync(cancellationToken),
            _queries.RunAsync(cancellationToken),
            _training.RunAsync(cancellationToken)
        );

    /// <summary>Ends the training run.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _training.EndAsync(cancellationToken);
}
