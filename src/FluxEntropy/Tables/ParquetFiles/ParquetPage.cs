using FluxEntropy.Lines;
using Parquet.Meta;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>The head of a page, as far as it says how much there is; a number that it lacks is −1, and none is checked yet.</summary>
internal sealed class ParquetPage
{
    // It may hold a column's least and greatest value, each twice.
    private const int MaxHeadBytes = (4 * RecordLimit.Bytes) + 4096;

    private const int Nested = 100;
    private const int Version1 = 5;
    private const int Dictionary = 7;
    private const int Version2 = 8;

    // Field 2 is [2]; field 2 of structure 5 is [502].
    private readonly Dictionary<int, long> _numbers = [];

    private ParquetPage(ref ThriftReader reader, long at)
    {
        Numbers(ref reader, ParquetShapes.PageHeader, 0, _numbers);
        Start = at + reader.Position;
    }

    public PageType Kind => (PageType)Number(1);

    /// <summary>Where the page's bytes begin.</summary>
    public long Start { get; }

    /// <summary>Bytes in the file, levels included.</summary>
    public long Packed => Number(3);

    /// <summary>Bytes once decompressed, levels included.</summary>
    public long Unpacked => Number(2);

    /// <summary>Values, nulls included.</summary>
    public long Values => Number(ValuesOf, 1);

    public long Nulls => IsVersion2 ? Number(Version2, 2) : 0;

    public Encoding Encoding => (Encoding)Number(ValuesOf, IsVersion2 ? 4 : 2);

    /// <summary>Bytes of levels that stand uncompressed before the values; 0 where they are compressed with them.</summary>
    public long LevelBytes => IsVersion2 ? Number(Version2, 5) + RepetitionBytes : 0;

    /// <summary>Of them, those that say where lists begin.</summary>
    public long RepetitionBytes => IsVersion2 ? Number(Version2, 6) : 0;

    /// <summary>How the levels are written that say what is null.</summary>
    public Encoding DefinitionEncoding => IsVersion2 ? Encoding.RLE : (Encoding)Number(Version1, 3);

    /// <summary>How the levels are written that say where lists begin.</summary>
    public Encoding RepetitionEncoding => IsVersion2 ? Encoding.RLE : (Encoding)Number(Version1, 4);

    /// <summary>Whether the values are not compressed, whatever the column says.</summary>
    public bool Stored => IsVersion2 && Number(Version2, 7, 1) == 0;

    public bool IsVersion2 => Kind == PageType.DATA_PAGE_V2;

    private int ValuesOf =>
        Kind switch
        {
            PageType.DICTIONARY_PAGE => Dictionary,
            PageType.DATA_PAGE_V2 => Version2,
            _ => Version1,
        };

    /// <summary>Reads the head of a page.</summary>
    /// <param name="file">The whole file; its position is moved.</param>
    /// <param name="at">Where the head begins.</param>
    /// <param name="end">Where pages end in the file.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static ParquetPage Read(Stream file, long at, long end)
    {
        for (var size = 4096; ; size = Math.Min(16 * size, MaxHeadBytes))
        {
            var head = new byte[Math.Min(size, end - at)];
            file.Position = at;
            file.ReadExactly(head);
            try
            {
                var reader = new ThriftReader(head);
                return new ParquetPage(ref reader, at);
            }
            catch (EndOfStreamException) when (head.Length == size && size < MaxHeadBytes)
            {
                // It goes on.
            }
            catch (Exception damage) when (damage is EndOfStreamException or InvalidDataException or OverflowException)
            {
                throw new FormatException("the head of a page cannot be read; the file is damaged", damage);
            }
        }
    }

    private long Number(int field) => _numbers.GetValueOrDefault(field, -1);

    private long Number(int structure, int field, long otherwise = -1) =>
        _numbers.GetValueOrDefault((structure * Nested) + field, otherwise);

    /// <summary>Reads the numbers of a structure; a structure or a list that is not known would lead the library astray.</summary>
    private static void Numbers(ref ThriftReader reader, ThriftShape shape, int prefix, Dictionary<int, long> numbers)
    {
        for (short id = 0; reader.NextField(ref id, out var type); )
        {
            var field = shape.Of(id, type);
            if (field is null && type is ThriftType.Struct or ThriftType.List)
                throw new InvalidDataException($"field {id} is not known");
            if (field?.Inner is { } inner)
                Numbers(ref reader, inner, (prefix + id) * Nested, numbers);
            else if (field?.Type == ThriftType.I32)
                numbers[prefix + id] = checked((int)reader.Integer());
            else if (field?.Type == ThriftType.True)
                numbers[prefix + id] = type == ThriftType.True ? 1 : 0;
            else
                reader.Skip(type);
        }
    }
}
