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
    /// Waits until every document of a corpus is scored, across restarts of the server, and reports each state on the way, including
    /// the last.
    /// </summary>
    /// <param name="client">The server.</param>
    /// <param name="corpus">Name of the corpus.</param>
    /// <param name="seen">Told of each state.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="lost">Told each time that the server is lost, with the reason; the default says nothing.</param>
    public static async Task<Corpus> WaitUntilScoredAsync(
        this FluxClient client,
        string corpus,
        Action<Corpus> seen,
        CancellationToken cancellationToken,
        Action<string>? lost = null
    )
    {
        Corpus? last = null;
        var states = WatchedStream.ReadAsync(
            () => client.Corpora.Watch(new GetCorpusRequest { Name = corpus }, cancellationToken: cancellationToken),
            lost ?? (_ => { }),
            cancellationToken
        );
        await foreach (var state in states)
            seen(last = state);
        return last
            ?? await client.Corpora.GetAsync(
                new GetCorpusRequest { Name = corpus },
                cancellationToken: cancellationToken
            );
    }
}
