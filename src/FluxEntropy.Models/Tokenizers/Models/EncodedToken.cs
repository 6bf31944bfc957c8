namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>A token and how many UTF-8 bytes of the normalised text it stands for.</summary>
internal readonly record struct EncodedToken(int Id, int Bytes);
