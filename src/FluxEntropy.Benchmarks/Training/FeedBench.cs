using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>
/// Can a server feed a trainer of a given speed without making it wait? The trainer's computing is simulated by
/// waiting.
/// </summary>
public sealed class FeedBench(int documents, double wanted, int rounds, Action<string> tell)
{
    private const uint Rows = 512;
    private const uint Time = 1024;
    private const uint Credits = 4;
    private const int WarmUp = 3; // steps in which files are read for the first time
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static int StepTokens => (int)(Rows * (Time + 1));

    public async Task<FeedFigures> RunAsync(string data, CancellationToken cancellationToken)
    {
        await BenchServer.FillAsync(data, documents, tell, cancellationToken);
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var (fed, starved, unlimited) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= rounds; round++)
        {
            var (tokens, share) = await FeedAsync(client, $"feed-{round}", wanted, cancellationToken);
            fed.Add(tokens);
            starved.Add(share);
            unlimited.Add(
                (
                    await FeedAsync(client, $"unlimited-{round}", double.PositiveInfinity, cancellationToken)
                ).TokensPerSecond
            );
            tell(
                $"feed, round {round} of {rounds}: {tokens / 1e6:0.00} of {wanted / 1e6:0.00} M tokens/s, "
                    + $"starved {share:P1} of the time; {unlimited[^1] / 1e6:0.0} M tokens/s without compute"
            );
        }
        await process.StopAsync(BenchServer.Patience);
        return new FeedFigures(documents, StepTokens, wanted, Spread.Of(fed), Spread.Of(starved), Spread.Of(unlimited));
    }

    private static async Task<(double TokensPerSecond, double StarvedShare)> FeedAsync(
        FluxClient client,
        string session,
        double tokensPerSecond,
        CancellationToken cancellationToken
    )
    {
        await client.Sessions.CreateAsync(
            new()
            {
                Name = session,
                Corpus = BenchServer.Corpus,
                Curriculum = new() { Schedule = "window(0.5)" },
                Batch = Rows,
                Time = Time,
                TotalSteps = 100_000,
            },
            cancellationToken: cancellationToken
        );
        using var batches = await BatchStream.JoinAsync(client, session, Credits, cancellationToken);
        for (var step = 0; step < WarmUp; step++)
            await batches.NextAsync(cancellationToken);
        var compute = TimeSpan.FromSeconds(StepTokens / tokensPerSecond);
        var begun = Stopwatch.StartNew();
        var (free, waited, steps) = (TimeSpan.Zero, TimeSpan.Zero, 0); // when the current step is done, and how long there was none
        while (begun.Elapsed < Length)
        {
            var batch = await batches.NextAsync(cancellationToken) ?? throw new InvalidDataException("the run ended");
            if (batch.TokenBytes != sizeof(ushort) || batch.Tokens.Length != StepTokens * sizeof(ushort))
                throw new InvalidDataException($"a step has {batch.Tokens.Length} bytes, {batch.TokenBytes} per token");
            var now = begun.Elapsed;
            if (now > free)
                (waited, free) = (waited + (now - free), now);
            free += compute;
            steps++;
            if (free - begun.Elapsed is { Ticks: > 0 } left && left > compute)
                await Task.Delay(left - compute, cancellationToken); // one step is being computed and one is waiting: no need for more
        }
        var end = TimeSpan.FromTicks(Math.Max(free.Ticks, begun.Elapsed.Ticks));
        return (steps * (double)StepTokens / end.TotalSeconds, waited / end);
    }
}
