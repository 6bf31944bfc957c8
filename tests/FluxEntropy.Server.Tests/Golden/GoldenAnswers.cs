using System.Text.Json.Nodes;
using FluxEntropy.V1;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>What a server answers about everything in a golden folder. All of it follows from the files.</summary>
internal sealed class GoldenAnswers(GrpcChannel channel, GoldenExpectation expectation)
{
    private const int Listed = 3;

    private static readonly JsonFormatter Format = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));
    private static readonly string[] Metrics = ["entropy.mean", "varentropy.sum", "perplexity", "top1.mean"];

    private readonly JsonObject _answers = [];

    /// <summary>Asks everything. Corpora are at rest; sessions may train.</summary>
    public async Task<JsonObject> CollectAsync()
    {
        var corpora = (await new Corpora.CorporaClient(channel).ListAsync(new ListCorporaRequest())).Corpora;
        foreach (var corpus in corpora)
            await AskCorpusAsync(corpus);
        var sessions = (await new V1.Sessions.SessionsClient(channel).ListAsync(new ListSessionsRequest())).Sessions;
        foreach (var session in sessions)
            await AskSessionAsync(session);
        return _answers;
    }

    private async Task AskCorpusAsync(Corpus corpus)
    {
        Keep($"corpus {corpus.Name}", corpus);
        var profiles = await new Profiles.ProfilesClient(channel).ListAsync(
            new ListProfilesRequest { Corpus = corpus.Name }
        );
        Keep($"profiles of {corpus.Name}", profiles);
        foreach (var profile in profiles.Profiles)
            await AskProfileAsync(corpus.Name, profile.Profile.Hash);
        await KeepAsync(
            $"quarantine of {corpus.Name}",
            new Corpora.CorporaClient(channel).Quarantine(new QuarantineRequest { Corpus = corpus.Name }).ResponseStream
        );
        var asked = new GetScoresRequest { Corpus = corpus.Name, IncludeText = true };
        asked.Ids.AddRange(expectation.Documents[corpus.Name]);
        Keep($"documents of {corpus.Name}", await new V1.Scores.ScoresClient(channel).GetAsync(asked));
    }

    private async Task AskProfileAsync(string corpus, string profile)
    {
        var scores = new V1.Scores.ScoresClient(channel);
        foreach (var metric in Metrics)
        {
            var asked = new DistributionRequest
            {
                Corpus = corpus,
                Profile = profile,
                Metric = metric,
                HistogramBins = 4,
            };
            Keep($"{metric} of {corpus} under {profile[..8]}", await scores.DistributionAsync(asked));
        }
        var lowest = new QueryRequest
        {
            Corpus = corpus,
            Profile = profile,
            Limit = Listed,
            IncludeTokens = true,
        };
        await KeepAsync($"lowest of {corpus} under {profile[..8]}", scores.Query(lowest).ResponseStream);
        var highest = new QueryRequest
        {
            Corpus = corpus,
            Profile = profile,
            Limit = Listed,
            Metric = "surprisal.mean",
            Descending = true,
            Where = { ["source"] = "market" },
        };
        await KeepAsync($"highest of market in {corpus} under {profile[..8]}", scores.Query(highest).ResponseStream);
        var heldOut = new QueryRequest
        {
            Corpus = corpus,
            Profile = profile,
            Limit = Listed,
            HeldOut = true,
        };
        await KeepAsync($"held out of {corpus} under {profile[..8]}", scores.Query(heldOut).ResponseStream);
    }

    private async Task AskSessionAsync(Session session)
    {
        var sessions = new V1.Sessions.SessionsClient(channel);
        var curriculum = new V1.Curriculum.CurriculumClient(channel);
        var recorded = expectation.Recorded.GetValueOrDefault(session.Name);
        Keep(
            $"curricula of {session.Name}",
            await curriculum.HistoryAsync(new GetCurriculumRequest { Session = session.Name })
        );
        if (recorded > 0)
            Keep(
                $"served by {session.Name}",
                await sessions.ServedAsync(new ServedRequest { Session = session.Name, ToStep = recorded })
            );
        for (var step = 0ul; step < recorded; step += Listed)
            Keep(
                $"step {step} of {session.Name}",
                await sessions.StepDocumentsAsync(new StepDocumentsRequest { Session = session.Name, Step = step })
            );
        if (expectation.Resuming.Contains(session.Name))
            return; // it trains on by itself, so that the rest changes
        Keep($"session {session.Name}", session);
        Keep(
            $"curriculum of {session.Name}",
            await curriculum.GetAsync(new GetCurriculumRequest { Session = session.Name })
        );
        Keep(
            $"preview of {session.Name}",
            await curriculum.PreviewAsync(new PreviewCurriculumRequest { Session = session.Name, Steps = Listed })
        );
        Keep(
            $"training of {session.Name}",
            await new Training.TrainingClient(channel).StatusAsync(new GetSessionRequest { Session = session.Name })
        );
        foreach (var id in expectation.Documents[session.Corpus])
            await AskStepsAsync(session.Name, id);
    }

    private async Task AskStepsAsync(string session, string document)
    {
        var question = $"steps of {document} in {session}";
        var asked = new DocumentStepsRequest { Session = session, Id = document };
        try
        {
            Keep(question, await new V1.Sessions.SessionsClient(channel).DocumentStepsAsync(asked));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound) // it was deleted, or never there
        {
            _answers.Add(question, nameof(StatusCode.NotFound));
        }
    }

    private void Keep(string question, IMessage answer) =>
        _answers.Add(question, JsonNode.Parse(Format.Format(answer)));

    private async Task KeepAsync<T>(string question, IAsyncStreamReader<T> answers)
        where T : IMessage
    {
        var all = new JsonArray();
        await foreach (var answer in answers.ReadAllAsync())
            all.Add(JsonNode.Parse(Format.Format(answer)));
        _answers.Add(question, all);
    }
}
