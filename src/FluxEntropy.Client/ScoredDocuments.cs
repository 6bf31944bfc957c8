using System.Runtime.CompilerServices;
using System.Text;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>Documents with their scores, however many messages a server needs for them.</summary>
public static class ScoredDocuments
{
    private const int IdsACall = 1000;

    /// <summary>The documents of a request, in its order; of any number of ids, and with texts of any length.</summary>
    public static async IAsyncEnumerable<ScoredDocument> ReadScoresAsync(
        this FluxClient client,
        GetScoresRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var ids in request.Ids.Chunk(IdsACall))
        {
            var part = new GetScoresRequest(request);
            part.Ids.Clear();
            part.Ids.Add(ids);
            using var call = client.Scores.Read(part, cancellationToken: cancellationToken);
            var parts = call.ResponseStream.ReadAllAsync(cancellationToken);
            await foreach (var document in JoinAsync(parts, cancellationToken))
                yield return document;
        }
    }

    /// <summary>Joins documents that come in several messages.</summary>
    public static async IAsyncEnumerable<ScoredDocument> JoinAsync(
        IAsyncEnumerable<ScoredDocument> parts,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ScoredDocument? whole = null;
        var text = new StringBuilder();
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            if (whole is null && !part.Continues)
            {
                yield return part;
                continue;
            }
            if (whole is null)
                whole = part;
            else
                whole.TokenIds.Add(part.TokenIds);
            text.Append(part.Text);
            if (part.Continues)
                continue;
            (whole.Text, whole.Continues) = (text.ToString(), false);
            yield return whole;
            whole = null;
            text.Clear();
        }
    }
}
