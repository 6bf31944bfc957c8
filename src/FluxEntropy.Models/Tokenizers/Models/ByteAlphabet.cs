using System.Text;

namespace FluxEntropy.Models.Tokenizers.Models;

/// <summary>
/// The printable alphabet in which byte-level vocabularies write bytes (GPT-2): printable Latin-1 bytes stand for
/// themselves, the others for the characters from U+0100 on, in byte order.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] OfByte = Build();
    private static readonly Dictionary<char, byte> ToByte = Enumerable
        .Range(0, 256)
        .ToDictionary(b => OfByte[b], b => (byte)b);

    internal static char Letter(byte value) => OfByte[value];

    internal static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var value in bytes)
            text.Append(OfByte[value]);
        return text.ToString();
    }

    /// <summary>
    /// The bytes that a vocabulary entry stands for, or null where it is not written in this alphabet.
    /// </summary>
    internal static byte[]? Read(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (!ToByte.TryGetValue(token[i], out bytes[i]))
                return null;
        }

        return bytes;
    }

    private static char[] Build()
    {
        var letters = new char[256];
        var next = (char)256;
        for (var value = 0; value < 256; value++)
            letters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF)
                ? (char)value
                : next++;
        return letters;
    }
}
