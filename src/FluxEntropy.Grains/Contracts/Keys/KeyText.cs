using System.Globalization;

namespace FluxEntropy.Grains.Contracts.Keys;

/// <summary>
/// How every key of several parts is written: the parts in order with a slash between them, numbers in decimal. Fencing records
/// are kept under these texts, so they must not change.
/// </summary>
internal static class KeyText
{
    private const char Separator = '/';

    /// <summary>Writes a key.</summary>
    /// <exception cref="ArgumentException">A part is empty or holds a slash: the key could not be read back.</exception>
    public static string Join(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (part.Length == 0 || part.Contains(Separator))
                throw new ArgumentException(
                    $"'{part}' cannot be part of a grain key: at least one character, and none of them '{Separator}', is expected."
                );
        }
        return string.Join(Separator, parts);
    }

    /// <summary>Reads a key back into its parts.</summary>
    /// <param name="key">The key.</param>
    /// <param name="form">What its parts are, for the error: <c>corpus/shard</c>.</param>
    /// <exception cref="FormatException">The key has another number of parts, or an empty one.</exception>
    public static string[] Split(string key, string form)
    {
        var parts = key.Split(Separator);
        return parts.Length == form.Count(character => character == Separator) + 1 && !parts.Contains("")
            ? parts
            : throw Malformed(key, form);
    }

    /// <summary>Writes a number.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a number, which has one spelling only: two spellings of a key would be two grains.</summary>
    /// <exception cref="FormatException">The text is not the decimal form of a number from 0.</exception>
    public static int Number(string text, string key, string form) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Number(number) == text
            ? number
            : throw Malformed(key, form);

    private static FormatException Malformed(string key, string form) =>
        new($"'{key}' is not a grain key of the form {form}.");
}
