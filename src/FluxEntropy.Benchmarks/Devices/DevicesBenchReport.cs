using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Devices;

/// <summary>The calls of one grain method during a run.</summary>
/// <param name="Name">Grain and method, as in <c>ICorpusGrain.Lease</c>.</param>
/// <param name="Calls">How many there were.</param>
/// <param name="CallsPerDocument">Calls per scored document.</param>
/// <param name="Microseconds">Mean duration, from the start on the grain to the answer.</param>
public sealed record GrainCallCost(string Name, long Calls, double CallsPerDocument, double Microseconds);

/// <summary>How busy a grain's activations were.</summary>
/// <param name="Grain">Its interface.</param>
/// <param name="Activations">Activations that share the work.</param>
/// <param name="Utilization">Seconds of calls per second and activation; above 1 only if calls overlap.</param>
/// <param name="SaturatesAtDevices">
/// Devices of the same speed at which utilization would reach 1, if it grew with their number.
/// </param>
public sealed record GrainLoad(string Grain, int Activations, double Utilization, double SaturatesAtDevices);

/// <summary>One run of a number of devices.</summary>
public sealed record DevicesRun(
    int Devices,
    long Documents,
    double DocumentsPerSecond,
    double ProcessorCores,
    IReadOnlyList<GrainCallCost> Calls,
    IReadOnlyList<GrainLoad> Loads
)
{
    public double CallsPerDocument => Calls.Sum(call => call.CallsPerDocument);
}

/// <summary>What <c>flux bench devices --json</c> prints.</summary>
public sealed record DevicesBenchReport
{
    public required int Devices { get; init; }

    public required int TokensPerSecond { get; init; }

    public required int Rounds { get; init; }

    public required Spread OneDeviceDocumentsPerSecond { get; init; }

    public required Spread DocumentsPerSecond { get; init; }

    /// <summary>Rate of all devices ÷ (their number × the rate of one), within each round.</summary>
    public required Spread Ratio { get; init; }

    public required Spread CallsPerDocument { get; init; }

    /// <summary>Processor time of server, files and client together, in cores.</summary>
    public required Spread ProcessorCores { get; init; }

    /// <summary>Calls of the last round, the most frequent first.</summary>
    public required IReadOnlyList<GrainCallCost> Calls { get; init; }

    /// <summary>Loads of the last round, the heaviest first.</summary>
    public required IReadOnlyList<GrainLoad> Loads { get; init; }

    public static DevicesBenchReport Of(
        DevicesBenchOptions options,
        IReadOnlyList<(DevicesRun One, DevicesRun All)> rounds
    ) =>
        new()
        {
            Devices = options.Devices,
            TokensPerSecond = options.TokensPerSecond,
            Rounds = rounds.Count,
            OneDeviceDocumentsPerSecond = Spread.Of(rounds.Select(round => round.One.DocumentsPerSecond)),
            DocumentsPerSecond = Spread.Of(rounds.Select(round => round.All.DocumentsPerSecond)),
            Ratio = Spread.Of(
                rounds.Select(round => round.All.DocumentsPerSecond / (options.Devices * round.One.DocumentsPerSecond))
            ),
            CallsPerDocument = Spread.Of(rounds.Select(round => round.All.CallsPerDocument)),
            ProcessorCores = Spread.Of(rounds.Select(round => round.All.ProcessorCores)),
            Calls = rounds[^1].All.Calls,
            Loads = rounds[^1].All.Loads,
        };
}
