using System.Text.Json;
using System.Text.Unicode;

namespace FluxEntropy.Models.ModelFiles;

/// <summary>
/// Reads the JSON files of a model folder, which come from anywhere: size, encoding and nesting are checked before
/// anything is built from them.
/// </summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <param name="file">The file to read.</param>
    /// <param name="mostBytes">Size above which the file is refused unread.</param>
    /// <exception cref="InvalidDataException">
    /// The file is missing, too large or no JSON object; the message names it.
    /// </exception>
    internal static JsonField Read(string file, int mostBytes)
    {
        using var stream = ModelFile.Open(file);
        if (stream.Length > mostBytes)
            throw new InvalidDataException($"{file}: is {stream.Length} bytes long, expected at most {mostBytes}");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Parse(file, "the file", bytes);
    }

    /// <param name="file">The file that the bytes come from.</param>
    /// <param name="part">What the bytes are of the file, for messages.</param>
    /// <param name="bytes">UTF-8 JSON.</param>
    internal static JsonField Parse(string file, string part, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new InvalidDataException($"{file}: {part} is empty, expected a JSON object");
        if (bytes is [0xEF, 0xBB, 0xBF, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new InvalidDataException(
                $"{file}: {part} starts with a byte order mark; save it as UTF-8 without one"
            );
        if (!Utf8.IsValid(bytes))
            throw new InvalidDataException($"{file}: {part} is not JSON: it is not UTF-8");
        try
        {
            var root = JsonElement.Parse(bytes, Strict);
            return root.ValueKind is JsonValueKind.Object
                ? JsonField.Root(file, root)
                : throw new InvalidDataException($"{file}: {part} is not a JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidDataException($"{file}: {part} is not JSON: {Excerpt.Of(e.Message)}", e);
        }
    }
}
