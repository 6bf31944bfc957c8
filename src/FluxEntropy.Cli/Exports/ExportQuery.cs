using System.Runtime.CompilerServices;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Exports;

/// <summary>The query whose answer is exported.</summary>
internal static class ExportQuery
{
    /// <summary>The documents that are scored, in order.</summary>
    public static async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        QueryRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var call = client.Scores.Query(request, cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (document.State == ScoredDocument.Types.State.Scored)
                yield return document;
        }
    }

    /// <summary>Pins the profile that the request names by the first characters of its hash, or the active one.</summary>
    /// <exception cref="CommandFailedException">The corpus has no such profile.</exception>
    public static async Task<CorpusProfile> PinProfileAsync(
        FluxClient client,
        QueryRequest request,
        CancellationToken cancellationToken
    )
    {
        var profiles = await client.ListProfilesAsync(request.Corpus, cancellationToken);
        var named = profiles.FirstOrDefault(profile =>
            request.Profile.Length == 0
                ? profile.Active
                : profile.Profile.Hash.StartsWith(request.Profile, StringComparison.Ordinal)
        )
            ?? throw new CommandFailedException(
                $"--profile: corpus {request.Corpus} is not scored under '{request.Profile}'; "
                    + $"'flux profile list {request.Corpus}' shows its profiles"
            );
        request.Profile = named.Profile.Hash; // so that activating another one meanwhile changes nothing
        return named;
    }
}
