using System.Diagnostics;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Start;

/// <summary>One start of a server over a full folder, timed until it has answered in full.</summary>
internal static class MeasuredStart
{
    private const int QueriedRanks = 100;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <returns>Seconds from the start of the process to its last first answer, and its memory then.</returns>
    /// <exception cref="InvalidDataException">The server answered wrongly.</exception>
    public static async Task<(double Seconds, Memory Memory)> RunAsync(
        string data,
        int count,
        int round,
        CancellationToken cancellationToken
    )
    {
        var begun = Stopwatch.GetTimestamp();
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var ranks = new QueryRequest
        {
            Corpus = BenchServer.Corpus,
            Ranks = new RankRange { From = (ulong)(count / 2), To = (ulong)(count / 2 + QueriedRanks) },
        };
        var answered = await AnsweredAsync(client, ranks, cancellationToken);
        // Aggregators answer after five seconds of catching up, even if they have not read everything yet.
        while (answered < QueriedRanks && Stopwatch.GetElapsedTime(begun) < Timeout)
            answered = await AnsweredAsync(client, ranks, cancellationToken);
        var scores = await client.Scores.GetAsync(
            new() { Corpus = BenchServer.Corpus, Ids = { BenchDocuments.Id(count - 1) } },
            cancellationToken: cancellationToken
        );
        var ingestion = new Ingestion(client, BenchServer.Corpus);
        await ingestion.SendAsync(
            new SourceItem[] { BenchDocuments.At(count + round) }.ToAsyncEnumerable(),
            cancellationToken
        );
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        if (
            answered != QueriedRanks
            || scores.Documents[0].State != ScoredDocument.Types.State.Scored
            || ingestion.Tally.Accepted != 1
        )
            throw new InvalidDataException(
                $"the server answered wrongly: {answered} of {QueriedRanks} ranks, state {scores.Documents[0].State}, "
                    + $"{ingestion.Tally.Accepted} of 1 document accepted"
            );
        var status = await client.Cluster.StatusAsync(
            new() { CollectGarbage = true },
            cancellationToken: cancellationToken
        );
        await process.StopAsync(BenchServer.Timeout);
        return (seconds, status.Memory);
    }

    private static async Task<int> AnsweredAsync(
        FluxClient client,
        QueryRequest ranks,
        CancellationToken cancellationToken
    )
    {
        using var query = client.Scores.Query(ranks, cancellationToken: cancellationToken);
        return await query.ResponseStream.ReadAllAsync(cancellationToken).CountAsync(cancellationToken);
    }
}
