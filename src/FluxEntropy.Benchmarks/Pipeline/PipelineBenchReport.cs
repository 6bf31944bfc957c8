using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>What <c>flux bench pipeline --json</c> prints.</summary>
public sealed record PipelineBenchReport
{
    public required int Documents { get; init; }

    public required long Tokens { get; init; }

    public required string Device { get; init; }

    public required int Rounds { get; init; }

    public required Spread BareTokensPerSecond { get; init; }

    public required Spread ServerTokensPerSecond { get; init; }

    /// <summary>Median of the server's rate ÷ median of the bare engine's.</summary>
    public required double Ratio { get; init; }

    /// <summary>The ratios of the single rounds.</summary>
    public required Spread RoundRatios { get; init; }

    public static PipelineBenchReport Of(PipelineBenchOptions options, long tokens, IReadOnlyList<PipelineRound> rounds)
    {
        var bare = Spread.Of(rounds.Select(round => round.BareTokensPerSecond));
        var server = Spread.Of(rounds.Select(round => round.ServerTokensPerSecond));
        return new()
        {
            Documents = options.Documents,
            Tokens = tokens,
            Device = options.Device,
            Rounds = rounds.Count,
            BareTokensPerSecond = bare,
            ServerTokensPerSecond = server,
            Ratio = server.Median / bare.Median,
            RoundRatios = Spread.Of(rounds.Select(round => round.Ratio)),
        };
    }
}
