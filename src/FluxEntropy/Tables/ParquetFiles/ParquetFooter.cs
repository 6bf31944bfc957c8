using System.Buffers.Binary;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Finds a file's description of itself and has it read.</summary>
/// <remarks>
/// File: "PAR1"; column chunks; footer (FileMetaData, Thrift compact); uint32 length of the footer; "PAR1".
/// An encrypted footer ends in "PARE".
/// </remarks>
internal static class ParquetFooter
{
    private const int MaxBytes = 64 << 20;
    private const int TailBytes = 8;

    /// <summary>Reads a file's footer.</summary>
    /// <returns>Bytes before the footer, and what the footer says.</returns>
    /// <exception cref="FormatException">The file is none of Parquet, is truncated, damaged or encrypted; the message
    /// says which.</exception>
    public static async ValueTask<(long DataBytes, ParquetMetadata Metadata)> ReadAsync(
        Stream file,
        CancellationToken cancellationToken
    )
    {
        if (file.Length < 4 + TailBytes)
            throw new FormatException($"{file.Length:N0} bytes are no Parquet file; it is truncated or something else");
        var magic = new byte[4];
        file.Position = 0;
        await file.ReadExactlyAsync(magic, cancellationToken).ConfigureAwait(false);
        var tail = new byte[TailBytes];
        file.Position = file.Length - TailBytes;
        await file.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        if (magic.AsSpan().SequenceEqual("PARE"u8) || tail.AsSpan(4).SequenceEqual("PARE"u8))
            throw Encrypted();
        if (!magic.AsSpan().SequenceEqual("PAR1"u8))
            throw new FormatException("it does not begin as Parquet does (\"PAR1\"); it is damaged or something else");
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
            throw new FormatException("it does not end as Parquet does (\"PAR1\"); it is truncated: fetch it again");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        var data = file.Length - TailBytes - length;
        if (data < 4)
            throw new FormatException(
                $"the footer is damaged: {length:N0} bytes do not fit the file's {file.Length:N0}"
            );
        if (length > MaxBytes)
            throw new FormatException(
                $"the footer has {length:N0} bytes, at most {MaxBytes >> 20} MiB are read; write larger row groups"
            );
        var footer = new byte[length];
        file.Position = data;
        await file.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        return (data, Read(footer));
    }

    /// <summary>What is said of a file that is encrypted, wholly or in part.</summary>
    public static FormatException Encrypted() => new("the file is encrypted; decrypt it first");

    private static ParquetMetadata Read(byte[] footer)
    {
        try
        {
            return FooterReader.Read(footer);
        }
        catch (Exception damage) when (damage is EndOfStreamException or InvalidDataException or OverflowException)
        {
            throw new FormatException(
                $"the footer is damaged ({(damage is EndOfStreamException ? "it ends within a value" : damage.Message)})",
                damage
            );
        }
    }
}
