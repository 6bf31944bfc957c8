namespace FluxEntropy.Models.Tokenizers.SentencePiece;

/// <summary>What a piece is; the numbers are those of sentencepiece_model.proto.</summary>
internal enum PieceType
{
    Normal = 1,
    Unknown = 2,
    Control = 3,
    UserDefined = 4,
    Unused = 5,
    Byte = 6,
}

/// <summary>An entry of the vocabulary; the better its score, the earlier it merges.</summary>
internal sealed record Piece(string Text, float Score, PieceType Type);
