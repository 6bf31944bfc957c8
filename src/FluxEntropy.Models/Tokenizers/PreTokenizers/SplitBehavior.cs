namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>What becomes of the matches of a splitting pattern, by the names of huggingface/tokenizers.</summary>
internal enum SplitBehavior
{
    /// <summary>Each is a piece.</summary>
    Isolated,

    /// <summary>They are left out.</summary>
    Removed,

    /// <summary>The first of neighbouring ones ends the piece before it.</summary>
    MergedWithPrevious,

    /// <summary>The last of neighbouring ones begins the piece after it.</summary>
    MergedWithNext,

    /// <summary>Neighbouring ones are one piece.</summary>
    Contiguous,
}
