using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class SessionsServiceTests(ServiceHost host)
{
    private const int Documents = 60;

    [Fact]
    public async Task A_session_whose_steps_are_too_large_for_a_message_is_refused()
    {
        var request = new CreateSessionRequest
        {
            Name = host.NewName("session"),
            Corpus = await host.CorpusAsync(documents: 1),
            Curriculum = Spec("uniform"),
            Batch = 2048,
            Time = 8192,
            TotalSteps = 1,
        };
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^batch: 2048 rows of 8192 tokens are 80 MiB a step, and a step has at most 64 MiB; take fewer rows \\(1638 fit\\)",
            host.Sessions.CreateAsync(request)
        );
        request.Batch = 1638;
        Assert.Equal(1638u, (await host.Sessions.CreateAsync(request)).Batch);
    }

    [Fact]
    public async Task A_new_session_has_the_defaults_and_stands_at_its_first_step()
    {
        var corpus = await host.CorpusAsync(Documents);
        var name = host.NewName("session");

        var session = await Create(
            new()
            {
                Name = name,
                Corpus = corpus,
                TotalSteps = 9,
                Curriculum = Spec("uniform"),
            }
        );

        Assert.Equal((name, corpus, "entropy.mean"), (session.Name, session.Corpus, session.Metric));
        Assert.Equal((8u, 128u, 9ul, 0ul), (session.Batch, session.Time, session.TotalSteps, session.NextStep));
        Assert.Equal((1ul, "uniform"), (session.Curriculum.Version, session.Curriculum.Curriculum.Schedule));
        Assert.Equal(session, await host.Sessions.GetAsync(new GetSessionRequest { Session = name }));
        var listed = (await host.Sessions.ListAsync(new ListSessionsRequest())).Sessions;
        Assert.Equal(session.Id, Assert.Single(listed, one => one.Name == name).Id);
    }

    [Fact]
    public async Task A_session_that_cannot_be_made_is_refused_with_the_field()
    {
        var corpus = await host.CorpusAsync(Documents);
        var (taken, _) = await host.SessionAsync(corpus);
        var good = new CreateSessionRequest
        {
            Name = "refused",
            Corpus = corpus,
            TotalSteps = 5,
            Curriculum = Spec("uniform"),
        };

        await Refused(StatusCode.AlreadyExists, $"^name: there is a session '{taken}' already", r => r.Name = taken);
        await Refused(StatusCode.InvalidArgument, "^name: is required", r => r.Name = "");
        await Refused(StatusCode.NotFound, "^corpus: there is no corpus 'none'", r => r.Corpus = "none");
        await Refused(StatusCode.InvalidArgument, "^metric: 'none' is unknown; metrics: ", r => r.Metric = "none");
        await Refused(StatusCode.InvalidArgument, "^batch: 4097 is outside 1 to 4096", r => r.Batch = 4097);
        await Refused(StatusCode.InvalidArgument, "^time: 7 is outside 8 to 8192", r => r.Time = 7);
        await Refused(StatusCode.InvalidArgument, "^total_steps: 0 is outside 1 to", r => r.TotalSteps = 0);
        await Refused(StatusCode.InvalidArgument, "^curriculum: is required", r => r.Curriculum = null);
        await Refused(StatusCode.InvalidArgument, "^curriculum.schedule: is required: a line such as", r =>
            r.Curriculum.Schedule = ""
        );
        await Refused(StatusCode.InvalidArgument, "^curriculum.bins: 257 is outside 1 to 256", r =>
            r.Curriculum.Bins = 257
        );
        await Refused(StatusCode.InvalidArgument, "^curriculum.schedule", r => r.Curriculum.Schedule = "sideways");
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'refused'; sessions: ",
            host.Sessions.GetAsync(new GetSessionRequest { Session = "refused" })
        );

        Task Refused(StatusCode status, string said, Action<CreateSessionRequest> change)
        {
            var request = good.Clone();
            change(request);
            return RefusedAsync(status, said, Create(request));
        }
    }

    [Fact]
    public async Task What_was_served_can_be_asked_for_by_step_and_by_document()
    {
        var corpus = await host.CorpusAsync(Documents, shards: 3);
        var (session, _) = await host.SessionAsync(corpus, steps: 6);
        await host.TrainAsync(session);

        var served = await host.Sessions.ServedAsync(new ServedRequest { Session = session });
        var part = await host.Sessions.ServedAsync(
            new ServedRequest
            {
                Session = session,
                FromStep = 2,
                ToStep = 4,
            }
        );
        var step = await host.Sessions.StepDocumentsAsync(new StepDocumentsRequest { Session = session, Step = 3 });
        var document = step.Documents[0];
        var steps = (
            await host.Sessions.DocumentStepsAsync(new DocumentStepsRequest { Session = session, Id = document.Id })
        ).Steps;

        Assert.Equal((0ul, 6ul, 2ul, 4ul), (served.FromStep, served.ToStep, part.FromStep, part.ToStep));
        Assert.Equal(3 * Sum(part), Sum(served));
        Assert.Equal((1ul, 4, 1.0), (step.CurriculumVersion, step.Weights.Count, Math.Round(step.Weights.Sum(), 9)));
        Assert.Equal(Sum(part) / 2, (ulong)step.Documents.Sum(one => one.Tokens));
        Assert.Contains(steps, one => one.Step == 3 && one.Tokens == document.Tokens && one.Bin == document.Bin);

        static ulong Sum(ServedResponse response) => response.Tokens.Aggregate(0ul, (sum, tokens) => sum + tokens);
    }

    [Fact]
    public async Task What_was_not_served_is_refused_with_what_was()
    {
        var corpus = await host.CorpusAsync(Documents);
        var (session, _) = await host.SessionAsync(corpus, steps: 6);

        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Sessions.ServedAsync(new ServedRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^from_step: 3 is beyond to_step, 2",
            host.Sessions.ServedAsync(
                new ServedRequest
                {
                    Session = session,
                    FromStep = 3,
                    ToStep = 2,
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^to_step: 7 is outside 0 to 6",
            host.Sessions.ServedAsync(new ServedRequest { Session = session, ToStep = 7 })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^step: 0 was not planned yet; step 0 is the next",
            host.Sessions.StepDocumentsAsync(new StepDocumentsRequest { Session = session })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Sessions.StepDocumentsAsync(new StepDocumentsRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            $"^id: there is no document 'none' in corpus {corpus}",
            host.Sessions.DocumentStepsAsync(new DocumentStepsRequest { Session = session, Id = "none" })
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^id: the id is empty",
            host.Sessions.DocumentStepsAsync(new DocumentStepsRequest { Session = session })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Sessions.DocumentStepsAsync(new DocumentStepsRequest { Session = "none", Id = "a" })
        );
    }

    private AsyncUnaryCall<Session> Create(CreateSessionRequest request) => host.Sessions.CreateAsync(request);
}
