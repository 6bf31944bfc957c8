namespace FluxEntropy.Shards;

/// <summary>Says that a row of a shard was deleted. The row keeps its number, and its text stays in the log.</summary>
/// <param name="Number">Number, from 0, in the order in which the shard's rows were deleted.</param>
/// <param name="Row">The row.</param>
/// <param name="Segment">The segment that contains it: an open one is cut before one of its rows is deleted.</param>
/// <param name="Bytes">UTF-8 length of its text.</param>
/// <param name="HeldOut">Whether it was held out from training.</param>
public readonly record struct Tombstone(int Number, int Row, int Segment, int Bytes, bool HeldOut);
