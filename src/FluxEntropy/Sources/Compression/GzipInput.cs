using System.IO.Compression;

namespace FluxEntropy.Sources.Compression;

/// <summary>Decompresses gzip (RFC 1952, several members too) and never mistakes a truncated file for a short one.</summary>
internal static class GzipInput
{
    static GzipInput()
    {
        // By default the runtime takes a truncated stream for its end. The switch counts only if it is set before the
        // process first decompresses anything, so whether it took effect is tried out.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        ReadOnlySpan<byte> emptyMember = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        using var truncated = new GZipStream(new MemoryStream(emptyMember[..^8].ToArray()), CompressionMode.Decompress);
        try
        {
            truncated.CopyTo(Stream.Null);
        }
        catch (InvalidDataException)
        {
            return;
        }

        throw new InvalidOperationException(
            "Truncated gzip files would go unnoticed: set System.IO.Compression.UseStrictValidation "
                + "to true in the runtime configuration of this process."
        );
    }

    /// <summary>Whether a file that begins so is gzip.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    /// <summary>Decompresses; damage throws <see cref="InvalidDataException"/> once what came before it was delivered.</summary>
    public static Stream Open(Stream compressed) => new GZipStream(compressed, CompressionMode.Decompress);
}
