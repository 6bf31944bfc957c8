using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>The calls of a beat, each of which gives up after a few seconds; what was accepted is recorded.</summary>
internal sealed class HeartbeatCalls(FluxClient client, string corpus, AcknowledgedFile acknowledged)
{
    private const int Documents = 64;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(3);

    /// <summary>Sends the documents of a beat; returns whether all were accepted.</summary>
    public async Task<bool> AppendAsync(AppendRequest request, CancellationToken cancellationToken)
    {
        using var call = client.Ingest.Append(deadline: Deadline(), cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(request, cancellationToken);
        await call.RequestStream.CompleteAsync();
        var accepted = 0;
        await foreach (var response in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            await acknowledged.AppendAsync(corpus, response);
            accepted += response.Outcomes.Count;
        }
        return accepted == request.Documents.Count;
    }

    /// <summary>Whether these documents and all before are scored.</summary>
    public async Task<bool> AreScoredAsync(
        AppendRequest request,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        var state = await client.Corpora.GetAsync(
            new GetCorpusRequest { Name = corpus },
            deadline: Deadline(),
            cancellationToken: cancellationToken
        );
        if (state.Pending > 0)
        {
            tell($"{state.Pending} of {state.Documents} documents are not scored");
            return false;
        }
        var scores = new GetScoresRequest { Corpus = corpus };
        scores.Ids.Add(request.Documents.Select(document => document.Id));
        var answer = await client.Scores.GetAsync(scores, deadline: Deadline(), cancellationToken: cancellationToken);
        return answer.Documents.All(document => document.State == ScoredDocument.Types.State.Scored);
    }

    private static DateTime Deadline() => TimeProvider.System.GetUtcNow().UtcDateTime + CallTimeout;

    /// <summary>The documents of a beat, some for each shard.</summary>
    public AppendRequest Request(int number)
    {
        var request = new AppendRequest { Corpus = corpus, Batch = 1 };
        for (var i = 0; i < Documents; i++)
            request.Documents.Add(
                new Document
                {
                    Id = $"heartbeat/{number}/{i}",
                    Text = $"Document {i} of beat {number} says that the river carries on.",
                }
            );
        return request;
    }
}
