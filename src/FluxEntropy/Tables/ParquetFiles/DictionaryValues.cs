namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>Values that are indices into a dictionary, or booleans as run lengths.</summary>
internal static class DictionaryValues
{
    /// <summary>RLE_DICTIONARY: a byte of width, then indices.</summary>
    internal sealed class Indexed(ReadOnlyMemory<byte> bytes, PageDictionary dictionary) : IPageValues
    {
        private readonly RunLengths _indices = bytes.IsEmpty
            ? new RunLengths(bytes, width: 1) // no index at all
            : new RunLengths(bytes[1..], bytes.Span[0]);

        public ReadOnlySpan<byte> Next() => dictionary.Value(_indices.Next());
    }

    /// <summary>RLE of booleans: uint32 length, then bits.</summary>
    internal sealed class Booleans(ReadOnlyMemory<byte> bytes) : IPageValues
    {
        private readonly RunLengths _bits = new(LevelBytes.Of(bytes, out _), width: 1);

        public ReadOnlySpan<byte> Next() => _bits.Next() == 1 ? [1] : [0];
    }
}
