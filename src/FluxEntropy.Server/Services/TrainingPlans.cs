using FluxEntropy.Engines;
using FluxEntropy.TrainingRuns;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Reads what a client wants to be trained.</summary>
internal static class TrainingPlans
{
    /// <exception cref="Grpc.Core.RpcException">A field is out of range; the message names it.</exception>
    public static TrainingPlan Read(StartTrainingRequest request, IReadOnlyList<TrainableModel> trainable)
    {
        var model = request.Model ?? new TrainedModel();
        var defaults = Model(model.Architecture, trainable);
        var heads = (int)Default("model.heads", model.Heads, (uint)defaults.Heads, 256);
        var hidden = (int)Default("model.hidden", model.Hidden, (uint)defaults.Hidden, 8192);
        if (hidden % (2 * heads) != 0)
            throw Invalid.Argument(
                "model.hidden",
                $"{hidden} is not a multiple of twice model.heads, {heads}: each head needs an even width."
            );
        var checkpointSteps = (int)Default("checkpoint_steps", request.CheckpointSteps, 50, 1 << 30);
        var (device, threads) = Device(request);
        return new TrainingPlan(
            defaults.Architecture,
            (int)Default("model.layers", model.Layers, (uint)defaults.Layers, 256),
            heads,
            hidden,
            request.LearningRate == 0 ? 1e-3 : Invalid.Range("learning_rate", request.LearningRate, double.Epsilon, 1),
            (int)Default("warmup_steps", request.WarmupSteps, 20, 1 << 30),
            checkpointSteps,
            threads,
            Invalid.Range("decay", (int)request.Decay, 0, (int)LearningRateDecay.Cosine)
                == (int)LearningRateDecay.Cosine,
            (int)Default("accumulation", request.Accumulation, 1, 4096),
            (int)Default("validation_steps", request.ValidationSteps, (uint)checkpointSteps, 1 << 30),
            (int)Default("validation_rows", request.ValidationRows, 64, 1 << 16),
            device
        );
    }

    private static TrainableModel Model(string architecture, IReadOnlyList<TrainableModel> trainable) =>
        architecture.Length == 0
            ? trainable[0]
            : trainable.FirstOrDefault(model => model.Architecture == architecture)
                ?? throw Invalid.Argument(
                    "model.architecture",
                    $"'{Invalid.Shorten(architecture)}' cannot be trained; expected "
                        + $"{TrainableModel.List(trainable.Select(model => model.Architecture))}."
                );

    // Threads are the processor's: who asks for some asks for the processor.
    private static (string Device, int Threads) Device(StartTrainingRequest request)
    {
        var threads = (int)Default("threads", request.Threads, 1, 1024);
        if (request.Device.Length == 0)
            return (request.Threads == 0 ? "" : $"cpu:{threads}", threads);
        var named = TrainingDevices.ThreadsOf(request.Device);
        if (request.Threads > 0 && named != threads)
            throw Invalid.Argument(
                "threads",
                $"{threads} threads do not fit device '{Invalid.Shorten(request.Device)}'; say cpu:{threads}, or leave one of the two out."
            );
        return (Invalid.Shorten(request.Device), named ?? threads);
    }

    private static uint Default(string field, uint value, uint fallback, uint max) =>
        value == 0 ? fallback : Invalid.Range(field, value, 1u, max);
}
