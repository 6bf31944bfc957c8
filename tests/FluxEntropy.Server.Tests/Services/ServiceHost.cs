using System.Globalization;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Server.Hosting;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Server.Tests.Services;

/// <summary>
/// A server in this process: one silo, real storage in a folder that goes with it, and the services on a port of the loopback interface.
/// A simulated device scores; the trainer's model counts its steps. The channel is one as any gRPC client makes it: it takes 4 MiB a
/// message.
/// </summary>
public sealed class ServiceHost : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingEngineFactory _training = new();
    private FluxServer _server = null!;
    private GrpcChannel _channel = null!;
    private int _names;

    internal GrpcChannel Channel => _channel;

    internal Corpora.CorporaClient Corpora => new(_channel);

    internal V1.Ingest.IngestClient Ingest => new(_channel);

    internal V1.Scores.ScoresClient Scores => new(_channel);

    internal Profiles.ProfilesClient Profiles => new(_channel);

    internal V1.Sessions.SessionsClient Sessions => new(_channel);

    internal V1.Curriculum.CurriculumClient Curriculum => new(_channel);

    internal Training.TrainingClient Training => new(_channel);

    internal Batches.BatchesClient Batches => new(_channel);

    internal Cluster.ClusterClient Cluster => new(_channel);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = _folder["data"],
                Listen = new Uri("http://127.0.0.1:0"),
                Devices = [.. SimulatedDevice.Group("sim:1@1000000000").Select(device => device.Name)],
                Models = [SimulatedModel.Name, TrainingEngineFactory.UnscoredModel],
                LogLevel = LogLevel.Critical,
            },
            new SimulatedEngineFactory(_training, TimeProvider.System),
            Cancelled
        );
        _channel = GrpcChannel.ForAddress(_server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>A name that nothing has.</summary>
    internal string NewName(string kind) =>
        $"{kind}-{Interlocked.Increment(ref _names).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>A document of some tokens, of even and odd parity in its metadata; the same number makes the same one.</summary>
    internal static Document Document(int number) =>
        new()
        {
            Id = $"document-{number}",
            Text = $"{number}: {new string('a', 40 + number % 60)}",
            Metadata = { ["parity"] = number % 2 == 0 ? "even" : "odd" },
        };

    /// <summary>Makes a corpus, and returns its name once its documents are scored.</summary>
    internal async Task<string> CorpusAsync(int documents = 0, double heldOut = 0, uint shards = 1)
    {
        var name = NewName("corpus");
        await Corpora.CreateAsync(
            new CreateCorpusRequest
            {
                Name = name,
                Shards = shards,
                HeldOutFraction = heldOut,
            },
            cancellationToken: Cancelled
        );
        if (documents > 0)
            await AppendAsync(name, [.. Enumerable.Range(0, documents).Select(Document)]);
        await ScoredAsync(name);
        return name;
    }

    /// <summary>Appends documents in one batch; returns what became of them.</summary>
    internal async Task<IReadOnlyList<DocumentOutcome>> AppendAsync(string corpus, params Document[] documents)
    {
        using var call = Ingest.Append(cancellationToken: Cancelled);
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = corpus,
                Batch = 1,
                Documents = { documents },
            },
            Cancelled
        );
        await call.RequestStream.CompleteAsync();
        return Assert.Single(await call.ResponseStream.ReadAllAsync(Cancelled).ToListAsync(Cancelled)).Outcomes;
    }

    /// <summary>Waits until nothing of a corpus is pending.</summary>
    internal async Task<Corpus> ScoredAsync(string corpus)
    {
        using var watch = Corpora.Watch(new GetCorpusRequest { Name = corpus }, cancellationToken: Cancelled);
        return await watch.ResponseStream.ReadAllAsync(Cancelled).LastAsync(Cancelled);
    }

    /// <summary>Makes a session of two rows of 16 tokens a step; returns its name and what its trainer's engines do.</summary>
    internal async Task<(string Name, TrainedRun Run)> SessionAsync(
        string corpus,
        ulong steps = 20,
        string schedule = "sequential"
    )
    {
        var seed = (ulong)Interlocked.Increment(ref _names);
        var session = await Sessions.CreateAsync(
            new CreateSessionRequest
            {
                Name = NewName("session"),
                Corpus = corpus,
                Batch = 2,
                Time = 16,
                TotalSteps = steps,
                Seed = seed,
                Curriculum = new CurriculumSpec { Schedule = schedule, Bins = 4 },
            },
            cancellationToken: Cancelled
        );
        return (session.Name, _training.Run(seed));
    }

    /// <summary>Trains a session to its end.</summary>
    internal async Task<TrainingStatus> TrainAsync(string session)
    {
        await Training.StartAsync(
            new StartTrainingRequest { Session = session, CheckpointSteps = 5 },
            cancellationToken: Cancelled
        );
        using var watch = Training.Watch(new GetSessionRequest { Session = session }, cancellationToken: Cancelled);
        return await watch.ResponseStream.ReadAllAsync(Cancelled).LastAsync(Cancelled);
    }
}
