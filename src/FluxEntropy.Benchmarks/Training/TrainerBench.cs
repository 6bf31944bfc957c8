using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.Engines;
using FluxEntropy.Models;
using FluxEntropy.V1;
using Grpc.Core;
using TokenBatch = FluxEntropy.Engines.TokenBatch;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>
/// How much slower is the built-in trainer than a bare loop over the same model? They take turns on the same cores.
/// </summary>
public sealed class TrainerBench(int rounds, Action<string> tell)
{
    private const int Rows = 8;
    private const int Time = 128;
    private const int Layers = 4;
    private const int Heads = 4;
    private const int Hidden = 128;
    private const int Vocabulary = 4096;
    private const int WarmUp = 3;
    private const int Steps = 20;
    private const int Turns = 4; // of each side in a round, so that other load on the machine affects both

    /// <param name="data">A folder with the corpus of <see cref="BenchServer"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TrainerFigures> RunAsync(string data, CancellationToken cancellationToken)
    {
        await using var process = BenchServer.Start(data);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        var (bare, trainer) = (new List<double>(), new List<double>());
        long parameters = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var (loopSeconds, trainerSeconds) = (0.0, 0.0);
            for (var turn = 1; turn <= Turns; turn++)
            {
                (var loop, parameters) = await BareAsync(cancellationToken);
                loopSeconds += 1 / loop;
                trainerSeconds += 1 / await TrainerAsync(client, $"trainer-{round}-{turn}", cancellationToken);
            }
            bare.Add(Turns / loopSeconds);
            trainer.Add(Turns / trainerSeconds);
            tell($"trainer, round {round} of {rounds}: {trainer[^1]:N0} tokens/s, bare loop {bare[^1]:N0}");
        }
        await process.StopAsync(BenchServer.Patience);
        return new TrainerFigures(
            parameters,
            Rows * Time,
            Spread.Of(bare),
            Spread.Of(trainer),
            Spread.Of(trainer.Zip(bare, (one, other) => one / other))
        );
    }

    private static async Task<(double TokensPerSecond, long Parameters)> BareAsync(CancellationToken cancellationToken)
    {
        var options = new TrainingOptions
        {
            VocabularySize = Vocabulary,
            Layers = Layers,
            Heads = Heads,
            Hidden = Hidden,
            Time = Time,
        };
        await using var engine = await Task.Run(
            () => new TorchEngineFactory().CreateTrainingEngine(options, "cpu:1"),
            cancellationToken
        );
        var random = new Random(1);
        var batches = Enumerable
            .Range(0, WarmUp + Steps)
            .Select(step => new TokenBatch
            {
                Step = step,
                Tokens = [.. Enumerable.Range(0, Rows * (Time + 1)).Select(_ => random.Next(Vocabulary))],
                Bins = new byte[Rows * Time],
                Batch = Rows,
                Time = Time,
            })
            .ToArray();
        long begun = 0;
        foreach (var batch in batches)
        {
            if (batch.Step == WarmUp)
                begun = Stopwatch.GetTimestamp();
            await engine.TrainAsync(batch, cancellationToken);
        }
        return (Steps * Rows * Time / Stopwatch.GetElapsedTime(begun).TotalSeconds, engine.Parameters);
    }

    private static async Task<double> TrainerAsync(
        FluxClient client,
        string session,
        CancellationToken cancellationToken
    )
    {
        await client.Sessions.CreateAsync(
            new()
            {
                Name = session,
                Corpus = BenchServer.Corpus,
                Curriculum = new() { Schedule = "sequential" },
                Batch = Rows,
                Time = Time,
                TotalSteps = WarmUp + Steps,
            },
            cancellationToken: cancellationToken
        );
        using var watch = client.Training.Watch(new() { Session = session }, cancellationToken: cancellationToken);
        await client.Training.StartAsync(
            new()
            {
                Session = session,
                Model = new()
                {
                    Layers = Layers,
                    Heads = Heads,
                    Hidden = Hidden,
                },
                CheckpointSteps = WarmUp + Steps + 1, // the final one comes after the last step's notification
                ValidationSteps = WarmUp + Steps + 1,
                Threads = 1,
            },
            cancellationToken: cancellationToken
        );
        var (from, at) = (0ul, 0L);
        var speed = 0.0;
        await foreach (var status in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (status.State == TrainingStatus.Types.State.Failed)
                throw new InvalidDataException($"training failed: {status.Error}");
            if (status.Step < WarmUp || status.State != TrainingStatus.Types.State.Running)
                continue;
            if (at == 0)
                (from, at) = (status.Step, Stopwatch.GetTimestamp());
            else if (status.Step > from && status.Step < WarmUp + Steps) // the last step's status comes with the final checkpoint's
                speed = (status.Step - from) * (double)(Rows * Time) / Stopwatch.GetElapsedTime(at).TotalSeconds;
        }
        return speed;
    }
}
