using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Devices;

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
