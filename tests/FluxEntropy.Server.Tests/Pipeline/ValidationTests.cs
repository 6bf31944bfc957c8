using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>Every request is checked, and what is wrong is named with its field.</summary>
public class ValidationTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Session = """ "name": "s", "corpus": "corpus", "totalSteps": 10 """;

    [Theory]
    [InlineData("Corpora/Create", """{ "name": "Not A Name" }""", StatusCode.InvalidArgument, "name:")]
    [InlineData("Corpora/Create", """{ "name": "../x" }""", StatusCode.InvalidArgument, "name:")]
    [InlineData("Corpora/Create", """{ "name": "corpus" }""", StatusCode.AlreadyExists, "name:")]
    [InlineData("Corpora/Create", """{ "name": "x", "shards": 5000 }""", StatusCode.InvalidArgument, "shards: 5000")]
    [InlineData(
        "Corpora/Create",
        """{ "name": "x", "shards": 2, "groups": 3 }""",
        StatusCode.InvalidArgument,
        "groups: 3"
    )]
    [InlineData(
        "Corpora/Create",
        """{ "name": "x", "heldOutFraction": "NaN" }""",
        StatusCode.InvalidArgument,
        "held_out_fraction: NaN"
    )]
    [InlineData(
        "Corpora/Create",
        """{ "name": "x", "profile": "../../etc" }""",
        StatusCode.InvalidArgument,
        "profile:"
    )]
    [InlineData("Corpora/Get", """{ "name": "nobody" }""", StatusCode.NotFound, "corpora: corpus")]
    [InlineData("Corpora/Delete", """{ "name": "nobody" }""", StatusCode.NotFound, "corpora: corpus")]
    [InlineData("Ingest/Delete", """{ "corpus": "corpus" }""", StatusCode.InvalidArgument, "ids: 0")]
    [InlineData("Ingest/Delete", """{ "corpus": "corpus", "ids": ["a", ""] }""", StatusCode.InvalidArgument, "ids[1]")]
    [InlineData("Scores/Get", """{ "corpus": "corpus" }""", StatusCode.InvalidArgument, "ids: 0")]
    [InlineData("Scores/Get", """{ "corpus": "corpus", "ids": ["a", ""] }""", StatusCode.InvalidArgument, "ids[1]")]
    [InlineData(
        "Scores/Distribution",
        """{ "corpus": "corpus", "metric": "nonsense" }""",
        StatusCode.InvalidArgument,
        "metric: 'nonsense'"
    )]
    [InlineData(
        "Scores/Distribution",
        """{ "corpus": "corpus", "quantiles": [0.5, 1.5] }""",
        StatusCode.InvalidArgument,
        "quantiles[1]: 1.5"
    )]
    [InlineData(
        "Scores/Distribution",
        """{ "corpus": "corpus", "histogramBins": 100000 }""",
        StatusCode.InvalidArgument,
        "histogram_bins"
    )]
    [InlineData("Sessions/Create", "{ " + Session + " }", StatusCode.InvalidArgument, "curriculum: is required")]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "bins": 2 } }""",
        StatusCode.InvalidArgument,
        "curriculum.schedule"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "bins": 300, "schedule": "uniform" } }""",
        StatusCode.InvalidArgument,
        "curriculum.bins: 300"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "manual(1, -1)" } }""",
        StatusCode.InvalidArgument,
        "weights[1]: -1"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "bins": 2, "schedule": "manual(1)" } }""",
        StatusCode.InvalidArgument,
        "1 weights for 2 bins"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "keyFrames(2: [1, 1])" } }""",
        StatusCode.InvalidArgument,
        "frames[0].at: 2"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "" } }""",
        StatusCode.InvalidArgument,
        "curriculum.schedule: is required"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "sequential | wobble" } }""",
        StatusCode.InvalidArgument,
        "curriculum.schedule: 'wobble' is unknown"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "manual(NaN, 1)" } }""",
        StatusCode.InvalidArgument,
        "curriculum.manual(weights): expected a number"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "manual(0, 0)" } }""",
        StatusCode.InvalidArgument,
        "curriculum.schedule.weights: all are zero"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "{\"kind\": \"uniform\", \"colour\": 1}" } }""",
        StatusCode.InvalidArgument,
        "colour"
    )]
    [InlineData(
        "Sessions/Create",
        "{ " + Session + """, "curriculum": { "schedule": "uniform", "dry": 9 } }""",
        StatusCode.InvalidArgument,
        "curriculum.dry: 9"
    )]
    [InlineData(
        "Sessions/Create",
        """{ "name": "s", "corpus": "corpus", "curriculum": { "bins": 1, "schedule": "uniform" } }""",
        StatusCode.InvalidArgument,
        "total_steps: 0"
    )]
    [InlineData(
        "Sessions/Create",
        """{ "name": "s", "corpus": "nobody", "totalSteps": 1 }""",
        StatusCode.NotFound,
        "corpus:"
    )]
    [InlineData("Sessions/Get", """{ "session": "nobody" }""", StatusCode.NotFound, "session:")]
    [InlineData("Curriculum/Get", """{ "session": "nobody" }""", StatusCode.NotFound, "session:")]
    [InlineData("Training/Start", """{ "session": "nobody" }""", StatusCode.NotFound, "session:")]
    public async Task What_is_wrong_is_named(string method, string request, StatusCode status, string named)
    {
        var refusal = await Assert.ThrowsAsync<RpcException>(() => CallAsync(method, request));
        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(named, refusal.Status.Detail);
    }

    [Theory]
    [InlineData("""{ "corpus": "nobody", "batch": 1 }""", StatusCode.NotFound, "corpus:")]
    [InlineData(
        """{ "corpus": "corpus", "batch": 1, "documents": [{ "text": "x" }] }""",
        StatusCode.InvalidArgument,
        "documents[0].id"
    )]
    [InlineData(
        """{ "corpus": "corpus", "batch": 1, "documents": [{ "id": "a\u0001", "text": "x" }] }""",
        StatusCode.InvalidArgument,
        "documents[0].id"
    )]
    [InlineData(
        """{ "corpus": "corpus", "batch": 1, "documents": [{ "id": "a", "text": "x", "replaces": "y" }] }""",
        StatusCode.InvalidArgument,
        "documents[0].replaces: 'y'"
    )]
    [InlineData(
        """{ "corpus": "corpus", "batch": 1, "rejected": [{ "reason": "x" }] }""",
        StatusCode.InvalidArgument,
        "rejected[0].source"
    )]
    public async Task A_bad_batch_ends_the_stream_and_is_named(string request, StatusCode status, string named)
    {
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(JsonParser.Default.Parse<AppendRequest>(request));
        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(CancellationToken.None)
        );
        Assert.Equal(status, refusal.StatusCode);
        Assert.Contains(named, refusal.Status.Detail);
    }

    [Fact]
    public async Task Batches_before_a_bad_one_are_answered()
    {
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = "corpus",
                Batch = 5,
                Documents = { RunningServer.Documents[0] },
            }
        );
        await call.RequestStream.WriteAsync(new AppendRequest { Batch = 5 });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(DocumentOutcome.Types.Status.Present, Assert.Single(call.ResponseStream.Current.Outcomes).Status);
        var refusal = await Assert.ThrowsAsync<RpcException>(() =>
            call.ResponseStream.MoveNext(CancellationToken.None)
        );
        Assert.Contains("batch: 5 came after 5", refusal.Status.Detail);
    }

    [Fact]
    public async Task An_empty_text_and_a_known_id_with_other_text_are_set_aside_and_their_neighbours_are_not()
    {
        var text = new Document { Id = "neighbour", Text = "A document among bad ones." };
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = "corpus",
                Batch = 1,
                Documents =
                {
                    new Document { Id = "empty" },
                    text,
                    new Document { Id = RunningServer.Documents[0].Id, Text = "Something else." },
                },
                Rejected =
                {
                    new RejectedRecord
                    {
                        Source = "file.jsonl",
                        Line = 12,
                        Reason = "not JSON",
                    },
                },
            }
        );
        await call.RequestStream.CompleteAsync();
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal(
            [
                DocumentOutcome.Types.Status.Quarantined,
                DocumentOutcome.Types.Status.Accepted,
                DocumentOutcome.Types.Status.Quarantined,
            ],
            call.ResponseStream.Current.Outcomes.Select(outcome => outcome.Status)
        );
        using var quarantine = new Corpora.CorporaClient(server.Channel).Quarantine(
            new QuarantineRequest { Corpus = "corpus" }
        );
        var records = new List<QuarantinedRecord>();
        await foreach (var record in quarantine.ResponseStream.ReadAllAsync())
            records.Add(record);
        Assert.Contains(records, record => record is { Source: "file.jsonl", Line: 12, Reason: "not JSON" });
        Assert.Contains(records, record => record.Id == "empty");
        Assert.Contains(records, record => record.Id == RunningServer.Documents[0].Id);
    }

    [Fact]
    public async Task The_server_says_that_it_is_healthy() =>
        Assert.Equal(
            HealthCheckResponse.Types.ServingStatus.Serving,
            (await new Grpc.Health.V1.Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest())).Status
        );

    // Any unary method by name, its request as JSON: what a client in another language sends.
    private async Task CallAsync(string method, string request)
    {
        var (service, name) = (method.Split('/')[0], method.Split('/')[1]);
        var file = new[]
        {
            IngestReflection.Descriptor,
            ScoresReflection.Descriptor,
            TrainingReflection.Descriptor,
            CurriculumReflection.Descriptor,
        }.Single(file => file.Services.Any(candidate => candidate.Name == service));
        var descriptor = file.Services.Single(candidate => candidate.Name == service).FindMethodByName(name);
        var marshaller = Marshallers.Create<IMessage>(
            message => message.ToByteArray(),
            bytes => descriptor.OutputType.Parser.ParseFrom(bytes)
        );
        var invoker = server.Channel.CreateCallInvoker();
        await invoker.AsyncUnaryCall(
            new Method<IMessage, IMessage>(MethodType.Unary, $"fluxentropy.v1.{service}", name, marshaller, marshaller),
            null,
            default,
            new JsonParser(JsonParser.Settings.Default).Parse(request, descriptor.InputType)
        );
    }
}
