using System.Diagnostics;
using System.Globalization;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Start;

/// <summary>
/// How long does a server take to serve a full data folder, and how much memory does it need? Folders are filled
/// through the server itself, with simulated devices that hardly wait; then it is restarted, once per round.
/// </summary>
public sealed class StartBench(IReadOnlyList<int> documents, int rounds, Action<string> tell)
{
    private const int QueriedRanks = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task<StartBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var sizes = new List<StartFigures>();
        foreach (var count in documents.Order())
        {
            var data = Path.Combine(folder, count.ToString(CultureInfo.InvariantCulture));
            await BenchServer.FillAsync(data, count, tell, cancellationToken);
            var starts = new List<(double Seconds, Memory Memory)>();
            for (var round = 1; round <= rounds; round++)
            {
                var start = await StartAsync(data, count, round, cancellationToken);
                tell(
                    $"{count:N0} documents, round {round} of {rounds}: serving after {start.Seconds:0.00} s, "
                        + $"{start.Memory.ResidentBytes / 1e6:N0} MB resident, {start.Memory.ManagedBytes / 1e6:N0} MB of objects"
                );
                starts.Add(start);
            }
            sizes.Add(
                new StartFigures(
                    count,
                    Spread.Of(starts.Select(start => start.Seconds)),
                    Spread.Of(starts.Select(start => (double)start.Memory.ResidentBytes)),
                    Spread.Of(starts.Select(start => (double)start.Memory.ManagedBytes))
                )
            );
            Directory.Delete(data, recursive: true);
        }
        return new StartBenchReport { Rounds = rounds, Sizes = sizes };
    }

    private static async Task<(double Seconds, Memory Memory)> StartAsync(
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
        while (answered < QueriedRanks && Stopwatch.GetElapsedTime(begun) < Patience)
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
        await process.StopAsync(BenchServer.Patience);
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
