using ZstdSharp;
using ZstdSharp.Unsafe;

namespace FluxEntropy.Sources.Compression;

/// <summary>Decompresses Zstandard (RFC 8878, several frames too) in bounded memory.</summary>
internal static class ZstdInput
{
    /// <summary>
    /// Largest window, which the decompressor keeps in memory: 2^27 bytes, what the zstd tool allows too unless told
    /// otherwise.
    /// </summary>
    private const int MaxWindowLog = 27;

    /// <summary>Whether a file that begins so is Zstandard: a frame, or a frame to skip before the first.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) =>
        start is [0x28, 0xb5, 0x2f, 0xfd, ..] or [>= 0x50 and <= 0x5f, 0x2a, 0x4d, 0x18, ..];

    /// <summary>
    /// Decompresses; damage throws <see cref="ZstdException"/> and a missing end <see cref="EndOfStreamException"/>,
    /// once what came before was delivered.
    /// </summary>
    public static Stream Open(Stream compressed)
    {
        var stream = new DecompressionStream(compressed, checkEndOfStream: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, MaxWindowLog);
        return stream;
    }

    /// <summary>Why a frame was refused, where it is not the file's damage.</summary>
    public static string? Refusal(Exception failure) =>
        (failure as ZstdException)?.Code switch
        {
            ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge =>
                $"a zstd window of more than {1 << (MaxWindowLog - 20)} MiB is not read; unpack it first with "
                    + "'zstd -d --long=31', or compress it again without --long or --ultra",
            ZSTD_ErrorCode.ZSTD_error_dictionary_wrong =>
                "it was compressed with a dictionary, which is not in the file; unpack it first with 'zstd -d -D'",
            _ => null,
        };
}
