using System.Text.Json;
using FluxEntropy.SampleMetrics;
using FluxEntropy.Server.Tests.Golden;
using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Parquet.Serialization;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>
/// A folder that an earlier version left, and a metric that came after it: everything answers, what comes in has the metric, a
/// rescore brings it to the rest and goes on after the server died in it, and a server without the metric reads it all the same.
/// </summary>
public class AddedMetricTests
{
    private const string Added = "entropy.min";
    private const int Killed = 128 + 9;
    private const int New = 12;
    private static readonly string[] Plugin = ["--metrics-assembly", typeof(EntropyMinimum).Assembly.Location];

    [Fact]
    public async Task An_older_folder_takes_on_a_metric_that_was_added()
    {
        var golden = GoldenFolder.Find("0.1.0/stopped");
        var expected = GoldenExpectation.Read(golden.Expected);
        var corpus = expected.Documents.First();
        var acknowledged = AcknowledgedTexts.Read(golden.Acknowledged);
        using var copy = new TemporaryFolder();
        golden.CopyData(copy["data"]);

        ulong older;
        string ranked; // a document of the older folder that has a rank
        await using (
            var server = await FluxServerProcess.StartAsync(copy["data"], "scorer.after-backfill:1", more: Plugin)
        )
        {
            var client = new GoldenClient(server.Channel, acknowledged);
            JsonSubset.Assert(
                "answers",
                expected.Answers,
                (await GoldenInspection.AskAsync(server, client, expected)).Answers
            );
            older = (await client.ScoredAsync(corpus.Key)).Indexed;
            ranked = await FirstAsync(server.Channel, corpus.Key);
            await RequireGapAsync(server.Channel, corpus.Key, older, older);
            await client.IngestAsync(corpus.Key, GoldenTexts.Documents("new", 0, New));
            await client.ScoredAsync(corpus.Key);
            await RequireGapAsync(server.Channel, corpus.Key, older, older + New);
            await RequireExportAsync(server, corpus.Key, copy["part.parquet"], New);
            var before = await MetricsAsync(server.Channel, corpus.Key, ranked);
            Assert.Contains("entropy.mean", before);
            Assert.DoesNotContain(Added, before);
            Assert.Contains(
                Added,
                await MetricsAsync(server.Channel, corpus.Key, GoldenTexts.Documents("new", 0, 1)[0].Id)
            );
            await Assert.ThrowsAsync<RpcException>(() => RescoreAsync(server.Channel, corpus.Key));
            await server.Process.ExitAsync();
            Assert.Equal(Killed, server.Process.ExitCode);
        }

        await using (var server = await FluxServerProcess.StartAsync(copy["data"], more: Plugin))
        {
            var left = await RescoreAsync(server.Channel, corpus.Key);
            Assert.Empty(left[^1].NotScored);
            Assert.Empty((await RescoreAsync(server.Channel, corpus.Key))[0].NotScored);
            await RequireAllAsync(server.Channel, corpus.Key);
            Assert.Contains(Added, await MetricsAsync(server.Channel, corpus.Key, ranked));
            await RequireExportAsync(server, corpus.Key, copy["all.parquet"], (int)older + New);
            await CreateSessionAsync(server.Channel, "by-minimum", corpus.Key);
            await TrainAsync(server.Channel, "by-minimum");
            await server.StopAsync();
        }
        acknowledged.Write(copy["acknowledged.jsonl"]);
        await GoldenInspection.VerifyAsync(copy["data"], copy["acknowledged.jsonl"]);

        await using (var server = await FluxServerProcess.StartAsync(copy["data"]))
        {
            await RequireAllAsync(server.Channel, corpus.Key);
            await RequireExportAsync(server, corpus.Key, copy["without.parquet"], (int)older + New);
            await TrainAsync(server.Channel, "by-minimum");
            await server.StopAsync();
        }
        await GoldenInspection.VerifyAsync(copy["data"], copy["acknowledged.jsonl"]);
    }

    [Theory]
    [InlineData("scores.parquet")]
    [InlineData("scores.jsonl")]
    public async Task Scores_without_a_server_have_the_metrics_of_an_assembly(string name)
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write("a.txt", "Gets or sets the value.");

        await using var flux = await FluxProcess.RunAsync(["score", text, "--output", folder[name], .. Plugin]);

        Assert.True(flux.ExitCode == 0, flux.Errors);
        if (name.EndsWith(".parquet", StringComparison.Ordinal))
        {
            var row = Assert.Single(await RowsAsync(folder[name]));
            Assert.InRange(Value(row), 0, (float)row["entropy.mean"]!);
            return;
        }
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(folder[name]));
        var metrics = json.RootElement.GetProperty("metrics");
        Assert.InRange(metrics.GetProperty(Added).GetDouble(), 0, metrics.GetProperty("entropy.mean").GetDouble());
    }

    [Fact]
    public async Task The_metrics_of_an_assembly_are_listed_and_a_file_that_has_none_is_refused()
    {
        await using var list = await FluxProcess.RunAsync(["metric", "list", "--json", .. Plugin]);
        Assert.Equal(0, list.ExitCode);
        Assert.Contains("\"name\":\"entropy.min\"", list.Output.Replace(" ", "", StringComparison.Ordinal));
        await using var refused = await FluxProcess.RunAsync(
            "metric",
            "list",
            "--metrics-assembly",
            typeof(Assert).Assembly.Location
        );
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("has no class that implements FluxEntropy.Metrics.IMetric", refused.Errors);
    }

    private static async Task RequireGapAsync(GrpcChannel channel, string corpus, ulong notScored, ulong all)
    {
        var shown = await new Corpora.CorporaClient(channel).GetAsync(new GetCorpusRequest { Name = corpus });
        Assert.Equal(new MetricGap { Metric = Added, Documents = notScored }, Assert.Single(shown.NotScored));
        Assert.Equal(all, shown.Indexed);
        var listed = await new Corpora.CorporaClient(channel).ListAsync(new ListCorporaRequest());
        Assert.Contains(listed.Corpora, other => other.Name == corpus);
        var distribution = await DistributionAsync(channel, corpus, Added);
        Assert.Equal(notScored, distribution.NotScored);
        Assert.Equal(0ul, (await DistributionAsync(channel, corpus, "entropy.mean")).NotScored);
        Assert.Equal(distribution.Documents, (ulong)await RankedAsync(channel, corpus));
    }

    private static async Task RequireAllAsync(GrpcChannel channel, string corpus)
    {
        var (mean, added) = (
            await DistributionAsync(channel, corpus, "entropy.mean"),
            await DistributionAsync(channel, corpus, Added)
        );
        Assert.Equal((mean.Documents, mean.Tokens, 0ul), (added.Documents, added.Tokens, added.NotScored));
        Assert.Equal(mean.Documents, (ulong)await RankedAsync(channel, corpus));
        var shown = await new Corpora.CorporaClient(channel).GetAsync(new GetCorpusRequest { Name = corpus });
        Assert.Empty(shown.NotScored);
    }

    /// <summary>An export has a column for the metric, with a value for so many of the documents.</summary>
    private static async Task RequireExportAsync(FluxServerProcess server, string corpus, string path, int scored)
    {
        await using var export = await FluxProcess.RunAsync(
            "export",
            "--corpus",
            corpus,
            "--format",
            "parquet",
            "--output",
            path,
            "--server",
            server.Address.OriginalString
        );
        Assert.True(export.ExitCode == 0, export.Errors);
        var rows = await RowsAsync(path);
        Assert.All(rows, row => Assert.True(float.IsFinite((float)row["entropy.mean"]!)));
        Assert.InRange(rows.Count(row => float.IsFinite(Value(row))), 1, scored);
        Assert.Equal(
            (ulong)rows.Count(row => float.IsFinite(Value(row))),
            (await DistributionAsync(server.Channel, corpus, Added)).Documents
        );
    }

    // A value that is missing has no entry.
    private static float Value(Dictionary<string, object?> row) =>
        row.GetValueOrDefault(Added) is float value ? value : float.NaN;

    private static async Task<List<Dictionary<string, object?>>> RowsAsync(string path)
    {
        await using var file = File.OpenRead(path);
        return
        [
            .. (await ParquetSerializer.DeserializeUntypedAsync(file)).Data.Select(row => new Dictionary<
                string,
                object?
            >(row!)),
        ];
    }

    private static async Task<DistributionResponse> DistributionAsync(
        GrpcChannel channel,
        string corpus,
        string metric
    ) =>
        await new V1.Scores.ScoresClient(channel).DistributionAsync(
            new DistributionRequest { Corpus = corpus, Metric = metric }
        );

    /// <summary>Documents that a query by the metric finds, in ascending order of it.</summary>
    private static async Task<int> RankedAsync(GrpcChannel channel, string corpus)
    {
        using var call = new V1.Scores.ScoresClient(channel).Query(
            new QueryRequest { Corpus = corpus, Metric = Added }
        );
        var values = new List<double>();
        await foreach (var document in call.ResponseStream.ReadAllAsync())
            values.Add(document.Metrics[Added]);
        Assert.Equal(values.Order(), values);
        return values.Count;
    }

    private static async Task<string> FirstAsync(GrpcChannel channel, string corpus)
    {
        using var call = new V1.Scores.ScoresClient(channel).Query(new QueryRequest { Corpus = corpus, Limit = 1 });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        return call.ResponseStream.Current.Id;
    }

    private static async Task<IEnumerable<string>> MetricsAsync(GrpcChannel channel, string corpus, string id)
    {
        var request = new GetScoresRequest { Corpus = corpus };
        request.Ids.Add(id);
        var answer = await new V1.Scores.ScoresClient(channel).GetAsync(request);
        return Assert.Single(answer.Documents).Metrics.Keys;
    }

    private static async Task<List<RescoreProgress>> RescoreAsync(GrpcChannel channel, string corpus)
    {
        using var call = new Corpora.CorporaClient(channel).Rescore(
            new RescoreRequest { Corpus = corpus, Metrics = { Added } },
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime + TimeSpan.FromMinutes(5)
        );
        var progress = new List<RescoreProgress>();
        await foreach (var step in call.ResponseStream.ReadAllAsync())
            progress.Add(step);
        return progress;
    }

    private static async Task CreateSessionAsync(GrpcChannel channel, string name, string corpus) =>
        await new V1.Sessions.SessionsClient(channel).CreateAsync(
            new CreateSessionRequest
            {
                Name = name,
                Corpus = corpus,
                Metric = Added,
                TotalSteps = 4,
                Batch = 2,
                Time = 16,
                Seed = 5,
                Curriculum = new CurriculumSpec { Bins = 2, Schedule = "sequential" },
            }
        );

    private static async Task TrainAsync(GrpcChannel channel, string session)
    {
        await new Training.TrainingClient(channel).StartAsync(
            new StartTrainingRequest
            {
                Session = session,
                CheckpointSteps = 2,
                Model = new TrainedModel
                {
                    Layers = 1,
                    Heads = 1,
                    Hidden = 4,
                },
            }
        );
        var trained = await PipelineClient.TrainedAsync(channel, session);
        Assert.Equal((TrainingStatus.Types.State.Finished, 4ul), (trained.State, trained.Step));
    }
}
