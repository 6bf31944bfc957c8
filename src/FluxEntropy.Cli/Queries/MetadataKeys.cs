using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Client;
using FluxEntropy.Suggestions;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Queries;

/// <summary>Says why a selection by metadata is empty, and refuses a field that no document of the corpus has.</summary>
internal static class MetadataKeys
{
    private const int KeysShown = 20;

    /// <summary>The message for a selection that no document is in.</summary>
    /// <param name="client">The server.</param>
    /// <param name="empty">The request that nothing answered.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="WrongUsageException">No document of the corpus has one of the fields asked for.</exception>
    public static async Task<string> WhyEmptyAsync(
        FluxClient client,
        QueryRequest empty,
        CancellationToken cancellationToken
    )
    {
        if (empty.Where.Count == 0)
            return "No document is in that range.";
        await RequireAsync(client, empty, cancellationToken);
        return $"No document in that range has {string.Join(" and ", empty.Where.Select(field => $"{field.Key}={field.Value}"))}.";
    }

    /// <summary>Refuses a request for a field that no document of the corpus has.</summary>
    /// <exception cref="WrongUsageException">There is one; the message names the fields that there are.</exception>
    public static async Task RequireAsync(FluxClient client, QueryRequest request, CancellationToken cancellationToken)
    {
        if (
            request.Where.Count > 0
            && await ReadAsync(client, request, cancellationToken)
                is { Documents: > 0, Missing: [var missing, ..] } there
        )
            throw new WrongUsageException(Unknown(request.Corpus, missing, there));
    }

    private static string Unknown(string corpus, string missing, MetadataKeysResponse there)
    {
        if (there.Keys.Count == 0)
            return $"--where: no document of corpus {corpus} has metadata";
        var others = there.More || there.Keys.Count > KeysShown ? ", …" : "";
        return $"--where: no document of corpus {corpus} has '{missing}' in its metadata."
            + $"{NearestName.Question(missing, there.Keys)} Keys: {string.Join(", ", there.Keys.Take(KeysShown))}{others}";
    }

    // A server of before this call does not tell.
    private static async Task<MetadataKeysResponse?> ReadAsync(
        FluxClient client,
        QueryRequest request,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.Corpora.MetadataKeysAsync(
                new MetadataKeysRequest { Corpus = request.Corpus, Find = { request.Where.Keys } },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException unknown) when (unknown.StatusCode == StatusCode.Unimplemented)
        {
            return null;
        }
    }
}
