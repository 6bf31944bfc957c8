using static FluxEntropy.Benchmarks.Training.TrainerBenchModel;
using System.Diagnostics;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>The same training inside a server, on a session.</summary>
internal static class ServedTraining
{
    /// <summary>Tokens a second, as its notices say.</summary>
    public static async Task<double> RunAsync(FluxClient client, string session, CancellationToken cancellationToken)
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
