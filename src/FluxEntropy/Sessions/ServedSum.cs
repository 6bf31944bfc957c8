namespace FluxEntropy.Sessions;

/// <summary>What the steps before one served.</summary>
/// <param name="Tokens">Tokens of each bin that some of them served. [bins]</param>
/// <param name="Documents">Distinct documents: a document is new where it begins in its first pass.</param>
internal sealed record ServedSum(long[] Tokens, long Documents)
{
    /// <summary>Tokens of the steps behind those of another sum. [bins that have some, and those below]</summary>
    public long[] TokensSince(ServedSum earlier)
    {
        var tokens = Tokens.ToArray();
        for (var bin = 0; bin < earlier.Tokens.Length; bin++)
            tokens[bin] -= earlier.Tokens[bin];
        return tokens[..(Array.FindLastIndex(tokens, count => count > 0) + 1)];
    }
}
