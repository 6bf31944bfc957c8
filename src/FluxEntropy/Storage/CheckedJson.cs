using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace FluxEntropy.Storage;

/// <summary>
/// Small JSON files for programs and people. Their last member, <c>"xxh3"</c>, is the checksum of everything before it,
/// so a flipped bit is found even if the result is valid JSON.
/// </summary>
public static class CheckedJson
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    private static ReadOnlySpan<byte> End => "\n}"u8;

    /// <summary>Encodes an object that has at least one member.</summary>
    public static byte[] Encode<T>(T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, Format).AsSpan();
        var members = json[..^End.Length];
        return [.. members, .. Seal(members)];
    }

    /// <summary>Decodes what <see cref="Encode"/> wrote.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged or of another kind; the message names it.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> bytes, string path)
    {
        var length = Seal(default).Length;
        if (bytes.Length < length || !bytes[^length..].SequenceEqual(Seal(bytes[..^length])))
            throw new InvalidDataException(
                $"{path}: damaged: its last member must be \"xxh3\", the checksum of everything before it. "
                    + "Restore the file from a backup."
            );
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Format)
                ?? throw new InvalidDataException($"{path}: holds null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: {exception.Message}", exception);
        }
    }

    private static byte[] Seal(ReadOnlySpan<byte> members) =>
        [.. Encoding.ASCII.GetBytes($",\n  \"xxh3\": \"{XxHash3.HashToUInt64(members):x16}\""), .. End];
}
