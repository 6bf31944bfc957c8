using System.Diagnostics;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Corpora;

/// <summary>The corpus that documents go into: created where it is missing, and waited for.</summary>
internal static class IngestedCorpus
{
    /// <summary>Creates the corpus unless it is there.</summary>
    public static async Task EnsureAsync(
        FluxClient client,
        CreateCorpusRequest request,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        if (await client.FindCorpusAsync(request.Name, cancellationToken) is not null)
            return;
        try
        {
            await client.Corpora.CreateAsync(request, cancellationToken: cancellationToken);
            terminal.Say($"Created corpus {request.Name}.");
        }
        catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists)
        {
            // Another client was faster: the corpus is there, which is all that was wanted.
        }
    }

    /// <summary>What is said when the server is lost.</summary>
    public static string Lost(string why) => $"The server was lost ({why.TrimEnd('.')}); waiting for it to come back.";

    /// <summary>Waits until everything in it is scored.</summary>
    public static async Task<Corpus> WaitAsync(
        FluxClient client,
        string name,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        Corpus? first = null;
        Corpus? latest = null;
        await using var meter = new Meter(terminal, "Scoring", () =>
            latest is { } corpus
                ? new(
                    corpus.Indexed,
                    corpus.Documents,
                    $"{corpus.Indexed:N0} of {Units.Count((long)corpus.Documents, "document")} · "
                        + Units.Rate((corpus.Tokens - first!.Tokens) / clock.Elapsed.TotalSeconds, "tokens")
                )
                : default
        );
        return await client.WaitUntilScoredAsync(
            name,
            corpus =>
            {
                first ??= corpus;
                latest = corpus;
            },
            cancellationToken,
            why => terminal.Say(Lost(why))
        );
    }
}
