using System.Diagnostics;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>A consumer whose compute is a wait: it takes batches as a trainer of a given speed would.</summary>
internal static class SimulatedTrainer
{
    private const uint Rows = 512;
    private const uint Time = 1024;
    private const uint Credits = 4;

    private const int WarmUp = 3; // steps in which files are read for the first time

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    public static int StepTokens => (int)(Rows * (Time + 1));

    /// <returns>Tokens that it got a second, and the share of the time in which it had nothing to compute.</returns>
    public static async Task<(double TokensPerSecond, double StarvedShare)> RunAsync(
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
