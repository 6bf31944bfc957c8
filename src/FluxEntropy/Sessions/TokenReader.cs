namespace FluxEntropy.Sessions;

/// <summary>Copies the tokens of a row.</summary>
/// <param name="shard">Shard of the document.</param>
/// <param name="row">Row of the document.</param>
/// <param name="from">First token wanted.</param>
/// <param name="destination">Receives as many tokens as it is long.</param>
public delegate ValueTask TokenReader(int shard, int row, int from, Memory<int> destination);
