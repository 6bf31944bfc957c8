namespace FluxEntropy.Exports;

/// <summary>
/// A token shard of llm.c and modded-nanogpt, little-endian: 256 int32 (magic number, version, number of tokens,
/// zeros), then the tokens. A separator precedes every document.
/// </summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Magic">First number of the header.</param>
/// <param name="Version">Second number of the header.</param>
/// <param name="TokenBytes">Bytes of a token: 2 (uint16) or 4 (uint32).</param>
/// <param name="Separator">Token before every document.</param>
/// <param name="Vocabulary">Size of the vocabulary that the separator belongs to.</param>
public sealed record TokenLayout(string Name, int Magic, int Version, int TokenBytes, int Separator, int Vocabulary)
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 256 * sizeof(int);

    /// <summary>Maximum tokens of a shard: their number is an int32.</summary>
    public const int MaxTokens = int.MaxValue;

    /// <summary>GPT-2 tokens as uint16, with &lt;|endoftext|&gt; before every document.</summary>
    public static TokenLayout Gpt2 { get; } = new("gpt2", 20240520, 1, sizeof(ushort), 50256, 50257);

    /// <summary>Llama 3 tokens as uint32, with &lt;|begin_of_text|&gt; before every document.</summary>
    public static TokenLayout Llama3 { get; } = new("llama3", 20240801, 7, sizeof(uint), 128000, 128256);

    /// <summary>The largest token id that the layout can hold.</summary>
    public uint LargestToken => TokenBytes == sizeof(ushort) ? ushort.MaxValue : uint.MaxValue;
}
