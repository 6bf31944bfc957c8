using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>How long work stopped after one kind of fault, in seconds.</summary>
/// <param name="Fault">What was done, to a process of which role.</param>
/// <param name="IngestSeconds">Until every shard accepted documents.</param>
/// <param name="ScoringSeconds">Until those and all earlier ones were scored.</param>
public sealed record FaultFigures(string Fault, Spread IngestSeconds, Spread ScoringSeconds);
