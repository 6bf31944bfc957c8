using FluxEntropy.V1;
using Google.Protobuf.Collections;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>Answers that a server gives in pages, as one.</summary>
public static class Pages
{
    /// <summary>All corpora, in the order of their names.</summary>
    public static Task<IReadOnlyList<Corpus>> ListCorporaAsync(
        this FluxClient client,
        CancellationToken cancellationToken
    ) =>
        AllAsync<Corpus>(async last =>
        {
            var request = new ListCorporaRequest { After = last?.Name ?? "" };
            var page = await client.Corpora.ListAsync(request, cancellationToken: cancellationToken);
            return (page.Corpora, page.More);
        });

    /// <summary>All sessions, in the order of their names.</summary>
    public static Task<IReadOnlyList<Session>> ListSessionsAsync(
        this FluxClient client,
        CancellationToken cancellationToken
    ) =>
        AllAsync<Session>(async last =>
        {
            var request = new ListSessionsRequest { After = last?.Name ?? "" };
            var page = await client.Sessions.ListAsync(request, cancellationToken: cancellationToken);
            return (page.Sessions, page.More);
        });

    /// <summary>All profiles that a corpus is scored under, the active one first.</summary>
    public static async Task<IReadOnlyList<CorpusProfile>> ListProfilesAsync(
        this FluxClient client,
        string corpus,
        CancellationToken cancellationToken
    )
    {
        var profiles = await AllAsync<CorpusProfile>(async last =>
        {
            var request = new ListProfilesRequest { Corpus = corpus, After = last?.Profile.Hash ?? "" };
            var page = await client.Profiles.ListAsync(request, cancellationToken: cancellationToken);
            return (page.Profiles, page.More);
        });
        // Where another one was made active between two pages, one may have come twice.
        return [.. profiles.DistinctBy(profile => profile.Profile.Hash)];
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
    public static Task<IReadOnlyList<CurriculumVersion>> ReadHistoryAsync(
        this FluxClient client,
        string session,
        CancellationToken cancellationToken
    ) =>
        AllAsync<CurriculumVersion>(async last =>
        {
            var request = new GetCurriculumRequest { Session = session, AfterVersion = last?.Version ?? 0 };
            var page = await client.Curriculum.HistoryAsync(request, cancellationToken: cancellationToken);
            return (page.Versions, page.More);
        });

    /// <summary>A preview with all its steps.</summary>
    public static async Task<PreviewCurriculumResponse> ReadPreviewAsync(
        this FluxClient client,
        PreviewCurriculumRequest request,
        CancellationToken cancellationToken
    )
    {
        using var call = client.Curriculum.PreviewAll(request, cancellationToken: cancellationToken);
        var all = new PreviewCurriculumResponse();
        await foreach (var part in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            // Steps and notes are a part's own, counts are of all up to its end.
            part.FromStep -= (ulong)all.Steps.Count;
            all.DryBins.Clear();
            all.MergeFrom(part);
        }
        return all;
    }

    // Each page goes on after the last item of the one before.
    private static async Task<IReadOnlyList<T>> AllAsync<T>(Func<T?, Task<(RepeatedField<T> Items, bool More)>> ask)
        where T : class
    {
        var all = new List<T>();
        for (var more = true; more; )
        {
            (var page, more) = await ask(all.Count == 0 ? null : all[^1]);
            all.AddRange(page);
        }
        return all;
    }
}
