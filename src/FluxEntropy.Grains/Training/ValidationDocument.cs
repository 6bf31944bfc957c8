namespace FluxEntropy.Grains.Training;

/// <summary>A document that a run is measured on: where it is, and how many tokens it has.</summary>
internal sealed record ValidationDocument(int Shard, int Segment, int Row, int Tokens);
