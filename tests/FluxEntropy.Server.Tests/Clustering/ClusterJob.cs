using FluxEntropy.V1;
using Grpc.Core;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>
/// What a cluster is given to do: documents to score and a run to train on them. Each part is repeated while somebody
/// is away.
/// </summary>
internal sealed class ClusterJob(FluxCluster cluster, ulong steps = 12)
{
    private const int Count = 400;

    private static readonly IReadOnlyList<Document> All = PipelineClient.Documents(Count);

    /// <summary>The client that sends everything.</summary>
    public PipelineClient Client { get; } = new(All);

    /// <summary>All of it.</summary>
    public async Task RunAsync()
    {
        await IngestAsync();
        await FinishAsync();
    }

    /// <summary>Has the first documents acknowledged; those that were before must be known.</summary>
    public async Task IngestAsync(int count = Count)
    {
        await cluster.UntilDoneAsync(channel => PipelineClient.CreateCorpusAsync(channel));
        await cluster.UntilDoneAsync(channel => Client.IngestAsync(channel, All.Take(count)));
    }

    /// <summary>Has every document scored and the run trained to its end.</summary>
    public async Task FinishAsync()
    {
        await StartTrainingAsync();
        var corpus = await ScoredAsync();
        Assert.Equal((Count, Count, 0), ((int)corpus.Documents, (int)corpus.Indexed, (int)corpus.Pending));
        var trained = await cluster.UntilDoneAsync(async channel =>
        {
            var status = await PipelineClient.TrainedAsync(channel);
            return status.State == State.Stopped ? throw NotYet : status; // its process left; another one goes on
        });
        Assert.Equal((State.Finished, steps), (trained.State, trained.Step));
    }

    public async Task StartTrainingAsync()
    {
        await cluster.UntilDoneAsync(channel => PipelineClient.CreateSessionAsync(channel, steps));
        await cluster.UntilDoneAsync(PipelineClient.TrainAsync);
    }

    /// <summary>Has everything that was acknowledged scored and indexed.</summary>
    public Task<Corpus> ScoredAsync() => cluster.UntilDoneAsync(PipelineClient.ScoredAsync);

    /// <summary>Texts of documents whose scores are published, some of every shard.</summary>
    public async Task<IReadOnlyList<string>> CommittedTextsAsync()
    {
        var request = new GetScoresRequest
        {
            Corpus = "corpus",
            Ids = { All.Select(document => document.Id) },
            IncludeText = true,
        };
        var answer = await cluster.UntilDoneAsync(channel =>
            new V1.Scores.ScoresClient(channel).GetAsync(request).ResponseAsync
        );
        return
        [
            .. answer
                .Documents.Where(document => document.State == ScoredDocument.Types.State.Scored)
                .GroupBy(document => document.Shard)
                .SelectMany(shard => shard.Take(25))
                .Select(document => document.Text),
        ];
    }

    private static RpcException NotYet => new(new Status(StatusCode.Unavailable, "not yet"));
}
