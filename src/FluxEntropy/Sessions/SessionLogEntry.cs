namespace FluxEntropy.Sessions;

/// <summary>
/// A record of a session's log. Logs are kept for ever and never rewritten, so every version reads the records of all before it; the
/// rules for changing one stand beside <see cref="SessionLogCodec"/>.
/// </summary>
public abstract record SessionLogEntry
{
    /// <summary>The record's bytes; the log adds length and checksum.</summary>
    public byte[] Encode() => SessionLogCodec.Encode(this);

    /// <summary>Reads what <see cref="Encode"/> wrote, in this version or an earlier one.</summary>
    /// <exception cref="InvalidDataException">
    /// The bytes are not a record of a session's log, or one of a later version; the message says which.
    /// </exception>
    public static SessionLogEntry Decode(ReadOnlySpan<byte> bytes) => SessionLogCodec.Decode(bytes);
}
