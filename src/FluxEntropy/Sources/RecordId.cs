using System.Text;

namespace FluxEntropy.Sources;

/// <summary>The id that a record brings with it.</summary>
internal static class RecordId
{
    /// <summary>The id, if it can be one.</summary>
    /// <param name="id">As it is written.</param>
    /// <param name="field">What it was taken from, for the message: <c>field "id"</c>.</param>
    /// <exception cref="FormatException">It is empty, too long, or holds a control character.</exception>
    public static string Checked(string id, string field)
    {
        var bytes = Encoding.UTF8.GetByteCount(id);
        if (bytes is 0 or > SourceOptions.MaxIdBytes)
            throw new FormatException($"{field} has {bytes:N0} bytes, expected 1 to {SourceOptions.MaxIdBytes:N0}");
        return id.Any(char.IsControl) ? throw new FormatException($"{field} holds a control character") : id;
    }
}
