namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>Turns the pieces of a normalised text into tokens.</summary>
internal interface ITokenModel
{
    /// <summary>The largest id of the vocabulary.</summary>
    int LargestId { get; }

    /// <summary>Adds the tokens of one piece; their bytes add up to the piece's.</summary>
    void Encode(ReadOnlySpan<char> piece, List<EncodedToken> tokens);

    /// <summary>The UTF-8 bytes that a token stands for; empty where the vocabulary has no such id.</summary>
    ReadOnlySpan<byte> Bytes(int id);
}
