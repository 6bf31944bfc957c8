using FluxEntropy.Client;
using FluxEntropy.Suggestions;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Queries;

/// <summary>Says why a selection by metadata is empty, where the reason is that no document has such a field.</summary>
internal static class MetadataKeys
{
    private const int DocumentsAsked = 1000;
    private const int KeysShown = 20;

    /// <summary>The message for a selection that no document is in.</summary>
    /// <param name="client">The server.</param>
    /// <param name="empty">The request that nothing answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<string> WhyEmptyAsync(
        FluxClient client,
        QueryRequest empty,
        CancellationToken cancellationToken
    )
    {
        const string none = "No document is in that range.";
        if (empty.Where.Count == 0)
            return none;
        var (documents, keys) = await SeenAsync(client, empty, cancellationToken);
        if (documents == 0)
            return none;
        var asked = empty.Where.Select(field => field.Key).FirstOrDefault(key => !keys.Contains(key));
        if (asked is null)
            return $"No document in that range has {string.Join(" and ", empty.Where.Select(field => $"{field.Key}={field.Value}"))}.";
        var many = documents < DocumentsAsked ? "" : $"first {DocumentsAsked:N0} ";
        return keys.Count == 0
            ? $"--where: none of the {many}documents in that range has metadata."
            : $"--where: none of the {many}documents in that range has '{asked}' in its metadata."
                + $"{NearestName.Question(asked, keys)} Keys seen: {string.Join(", ", keys.Take(KeysShown))}"
                + (keys.Count > KeysShown ? ", …" : ".");
    }

    private static async Task<(int Documents, SortedSet<string> Keys)> SeenAsync(
        FluxClient client,
        QueryRequest empty,
        CancellationToken cancellationToken
    )
    {
        var request = empty.Clone();
        request.Where.Clear();
        request.Limit = DocumentsAsked;
        (request.IncludeText, request.IncludeTokens) = (false, false);
        var (documents, keys) = (0, new SortedSet<string>(StringComparer.Ordinal));
        using var call = client.Scores.Query(request, cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            documents++;
            keys.UnionWith(document.Metadata.Keys);
        }
        return (documents, keys);
    }
}
