namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>The values of a page one by one, whatever their encoding, each as PLAIN has it: little-endian; of strings the bytes.</summary>
internal interface IPageValues
{
    /// <summary>The next value, valid until the one behind it is asked for; a boolean is a byte, 0 or 1.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    ReadOnlySpan<byte> Next();
}
