using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>What clients ask of a server in more than one place.</summary>
public static class FluxClientExtensions
{
    /// <summary>The corpus with that name, or null if there is none.</summary>
    public static async Task<Corpus?> FindCorpusAsync(
        this FluxClient client,
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = name },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>The session with that name, or null if there is none.</summary>
    public static async Task<Session?> FindSessionAsync(
        this FluxClient client,
        string name,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await client.Sessions.GetAsync(
                new GetSessionRequest { Session = name },
                cancellationToken: cancellationToken
            );
        }
        catch (RpcException missing) when (missing.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Waits until every document of a corpus is scored, and reports each state on the way, including the last.
    /// </summary>
    public static async Task<Corpus> WaitUntilScoredAsync(
        this FluxClient client,
        string corpus,
        Action<Corpus> seen,
        CancellationToken cancellationToken
    )
    {
        using var watch = client.Corpora.Watch(
            new GetCorpusRequest { Name = corpus },
            cancellationToken: cancellationToken
        );
        Corpus? last = null;
        await foreach (var state in watch.ResponseStream.ReadAllAsync(cancellationToken))
            seen(last = state);
        return last
            ?? await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = corpus },
                cancellationToken: cancellationToken
            );
    }
}
