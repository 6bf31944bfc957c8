using FluxEntropy.V1;
using Grpc.Health.V1;
using Grpc.Net.Client;

namespace FluxEntropy.Client;

/// <summary>A connection to a server, with a client of each of its services. The first call connects.</summary>
public sealed class FluxClient : IDisposable
{
    private const int LargestMessage = 64 << 20;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);
    private readonly GrpcChannel _channel;

    public FluxClient(Uri server)
    {
        _channel = GrpcChannel.ForAddress(
            server,
            new GrpcChannelOptions
            {
                MaxReceiveMessageSize = LargestMessage,
                MaxSendMessageSize = LargestMessage,
                DisposeHttpClient = true,
                // A server that hangs is noticed, even by a stream on which nothing is due.
                HttpHandler = new SocketsHttpHandler
                {
                    EnableMultipleHttp2Connections = true,
                    KeepAlivePingDelay = KeepAlive,
                    KeepAlivePingTimeout = KeepAlive,
                    PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                    UseProxy = !server.IsLoopback, // whatever http_proxy says, no proxy leads to this machine
                },
            }
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

    public void Dispose() => _channel.Dispose();
}
