using System.IO.Hashing;

namespace FluxEntropy.Backups;

/// <summary>The checksum of a file in a manifest.</summary>
internal static class FileHash
{
    /// <summary>XXH3-64 of a file's content, 16 hexadecimal digits.</summary>
    public static async Task<string> OfAsync(string path, CancellationToken cancellationToken)
    {
        var hash = new XxHash3();
        await using var stream = File.OpenRead(path);
        await hash.AppendAsync(stream, cancellationToken);
        return hash.GetCurrentHashAsUInt64().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }
}
