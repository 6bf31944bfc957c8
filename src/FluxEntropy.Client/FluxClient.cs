using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace FluxEntropy.Client;

/// <summary>A connection to a server, with a client of each of its services. Connects with the first call.</summary>
public sealed class FluxClient : IDisposable
{
    private const int LargestMessage = 64 << 20;

    private readonly GrpcChannel _channel;

    public FluxClient(Uri server)
    {
        _channel = GrpcChannel.ForAddress(
            server,
            new GrpcChannelOptions { MaxReceiveMessageSize = LargestMessage, MaxSendMessageSize = LargestMessage }
        );
        Ingest = new(_channel);
        Corpora = new(_channel);
        Profiles = new(_channel);
        Scores = new(_channel);
        Sessions = new(_channel);
        Curriculum = new(_channel);
        Training = new(_channel);
        Batches = new(_channel);
        Cluster = new(_channel);
        Health = new(_channel);
    }

    public V1.Ingest.IngestClient Ingest { get; }

    public Corpora.CorporaClient Corpora { get; }

    public Profiles.ProfilesClient Profiles { get; }

    public V1.Scores.ScoresClient Scores { get; }

    public V1.Sessions.SessionsClient Sessions { get; }

    public V1.Curriculum.CurriculumClient Curriculum { get; }

    public Training.TrainingClient Training { get; }

    public Batches.BatchesClient Batches { get; }

    public Cluster.ClusterClient Cluster { get; }

    public Health.HealthClient Health { get; }

    /// <summary>The corpus with that name, or null if there is none.</summary>
    public async Task<Corpus?> FindCorpusAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Corpora.GetAsync(new GetCorpusRequest { Name = name }, cancellationToken: cancellationToken);
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The session with that name, or null if there is none.</summary>
    public async Task<Session?> FindSessionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await Sessions.GetAsync(
                new GetSessionRequest { Session = name },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits until every document of a corpus is scored, and reports each state on the way, including the last.
    /// </summary>
    public async Task<Corpus> WaitUntilScoredAsync(
        string corpus,
        Action<Corpus> seen,
        CancellationToken cancellationToken
    )
    {
        using var watch = Corpora.Watch(new GetCorpusRequest { Name = corpus }, cancellationToken: cancellationToken);
        Corpus? last = null;
        await foreach (var state in watch.ResponseStream.ReadAllAsync(cancellationToken))
            seen(last = state);
        return last
            ?? await Corpora.GetAsync(new GetCorpusRequest { Name = corpus }, cancellationToken: cancellationToken);
    }

    public void Dispose() => _channel.Dispose();
}
