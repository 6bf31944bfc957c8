using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>Answers that a server gives in pages, as one.</summary>
public static class Pages
{
    /// <summary>All corpora, in the order of their names.</summary>
    public static async Task<IReadOnlyList<Corpus>> ListCorporaAsync(
        this FluxClient client,
        CancellationToken cancellationToken
    )
    {
        var corpora = new List<Corpus>();
        for (var more = true; more; )
        {
            var page = await client.Corpora.ListAsync(
                new ListCorporaRequest { After = corpora.Count == 0 ? "" : corpora[^1].Name },
                cancellationToken: cancellationToken
            );
            corpora.AddRange(page.Corpora);
            more = page.More;
        }
        return corpora;
    }

    /// <summary>All sessions, in the order of their names.</summary>
    public static async Task<IReadOnlyList<Session>> ListSessionsAsync(
        this FluxClient client,
        CancellationToken cancellationToken
    )
    {
        var sessions = new List<Session>();
        for (var more = true; more; )
        {
            var page = await client.Sessions.ListAsync(
                new ListSessionsRequest { After = sessions.Count == 0 ? "" : sessions[^1].Name },
                cancellationToken: cancellationToken
            );
            sessions.AddRange(page.Sessions);
            more = page.More;
        }
        return sessions;
    }

    /// <summary>A step with all its documents.</summary>
    public static async Task<StepDocumentsResponse> ReadStepAsync(
        this FluxClient client,
        StepDocumentsRequest request,
        CancellationToken cancellationToken
    )
    {
        var step = await client.Sessions.StepDocumentsAsync(request, cancellationToken: cancellationToken);
        for (var page = step; page.HasNext; step.Documents.Add(page.Documents))
            page = await client.Sessions.StepDocumentsAsync(
                new StepDocumentsRequest(request) { FromDocument = page.Next },
                cancellationToken: cancellationToken
            );
        step.ClearNext();
        return step;
    }

    /// <summary>All steps that a document was served in.</summary>
    public static async Task<IReadOnlyList<StepOfDocument>> ReadStepsOfAsync(
        this FluxClient client,
        DocumentStepsRequest request,
        CancellationToken cancellationToken
    )
    {
        var steps = new List<StepOfDocument>();
        while (true)
        {
            var page = await client.Sessions.DocumentStepsAsync(request, cancellationToken: cancellationToken);
            steps.AddRange(page.Steps);
            if (!page.HasNextStep)
                return steps;
            request = new DocumentStepsRequest(request) { FromStep = page.NextStep };
        }
    }

    /// <summary>All versions of a session's curriculum, oldest first.</summary>
    public static async Task<IReadOnlyList<CurriculumVersion>> ReadHistoryAsync(
        this FluxClient client,
        string session,
        CancellationToken cancellationToken
    )
    {
        var versions = new List<CurriculumVersion>();
        for (var more = true; more; )
        {
            var page = await client.Curriculum.HistoryAsync(
                new GetCurriculumRequest
                {
                    Session = session,
                    AfterVersion = versions.Count == 0 ? 0 : versions[^1].Version,
                },
                cancellationToken: cancellationToken
            );
            versions.AddRange(page.Versions);
            more = page.More;
        }
        return versions;
    }

    /// <summary>A preview with all its steps; those of a later page are planned when it is asked for.</summary>
    public static async Task<PreviewCurriculumResponse> ReadPreviewAsync(
        this FluxClient client,
        PreviewCurriculumRequest request,
        CancellationToken cancellationToken
    )
    {
        var preview = await client.Curriculum.PreviewAsync(request, cancellationToken: cancellationToken);
        for (var page = preview; page.MoreSteps > 0; preview.Steps.Add(page.Steps))
            page = await client.Curriculum.PreviewAsync(
                new PreviewCurriculumRequest(request) { Skip = (uint)preview.Steps.Count },
                cancellationToken: cancellationToken
            );
        preview.MoreSteps = 0;
        return preview;
    }
}
