using System.IO.Hashing;
using System.Text;
using FluxEntropy.Codecs;

namespace FluxEntropy.Shards;

/// <summary>
/// A record of a shard's log. Payload, as <see cref="ByteWriter"/> writes it:
/// <code>
/// 1  document     row, id, text hash (16), number of metadata fields, name and value of each, text
/// 2  quarantined  id, source, line, reason, text hash (16; 0 for none)
/// 3  cut          number, first row, rows, bytes
/// 4  deleted      number, row, segment, bytes, held out (byte): a tombstone
/// 5  replaced     a tombstone, then a document: both or neither
/// </code>
/// </summary>
internal abstract record ShardRecord
{
    private const byte DocumentKind = 1;
    private const byte QuarantinedKind = 2;
    private const byte CutKind = 3;
    private const byte DeletedKind = 4;
    private const byte ReplacedKind = 5;

    public abstract byte[] Encode();

    /// <exception cref="InvalidDataException">The payload is not a record; the message names the offset.</exception>
    public static ShardRecord Decode(ReadOnlySpan<byte> payload)
    {
        var reader = new ByteReader(payload, "shard log record");
        ShardRecord record = reader.Byte() switch
        {
            DocumentKind => ReadDocument(ref reader),
            QuarantinedKind => new RecordQuarantined(
                reader.String(),
                reader.String(),
                reader.LongNatural(),
                reader.String(),
                reader.UInt128()
            ),
            CutKind => new SegmentCut(
                new Segment(reader.Natural(), reader.Natural(), reader.Natural(), reader.LongNatural())
            ),
            DeletedKind => new DocumentDeleted(ReadTombstone(ref reader)),
            ReplacedKind => new DocumentReplaced(ReadTombstone(ref reader), ReadDocument(ref reader)),
            var kind => throw reader.Invalid($"kind {kind} is not known"),
        };
        reader.End();
        return record;
    }

    private static DocumentAdded ReadDocument(ref ByteReader reader) =>
        new(reader.Natural(), reader.String(), reader.UInt128(), ReadMetadata(ref reader), reader.String());

    private static Tombstone ReadTombstone(ref ByteReader reader) =>
        new(reader.Natural(), reader.Natural(), reader.Natural(), reader.Natural(), reader.Byte() != 0);

    private static void Write(ByteWriter writer, Tombstone tombstone)
    {
        writer.Count(tombstone.Number);
        writer.Count(tombstone.Row);
        writer.Count(tombstone.Segment);
        writer.Count(tombstone.Bytes);
        writer.Byte(tombstone.HeldOut ? (byte)1 : (byte)0);
    }

    private static Dictionary<string, string> ReadMetadata(ref ByteReader reader)
    {
        var metadata = new Dictionary<string, string>();
        for (var left = reader.Count(2); left > 0; left--)
            metadata[reader.String()] = reader.String();
        return metadata;
    }

    /// <summary>A document became the shard's next row.</summary>
    public sealed record DocumentAdded(
        int Row,
        string Id,
        UInt128 TextHash,
        IReadOnlyDictionary<string, string> Metadata,
        string Text
    ) : ShardRecord
    {
        public int Bytes { get; } = Encoding.UTF8.GetByteCount(Text);

        public override byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(DocumentKind);
            WriteTo(writer);
            return writer.ToArray();
        }

        internal void WriteTo(ByteWriter writer)
        {
            writer.Count(Row);
            writer.String(Id);
            writer.UInt128(TextHash);
            writer.Count(Metadata.Count);
            foreach (var (name, value) in Metadata)
            {
                writer.String(name);
                writer.String(value);
            }

            writer.String(Text);
        }
    }

    /// <summary>A row was deleted.</summary>
    public sealed record DocumentDeleted(Tombstone Tombstone) : ShardRecord
    {
        public override byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(DeletedKind);
            Write(writer, Tombstone);
            return writer.ToArray();
        }
    }

    /// <summary>A row was deleted, and another text of its id became the shard's next row.</summary>
    public sealed record DocumentReplaced(Tombstone Tombstone, DocumentAdded Document) : ShardRecord
    {
        public override byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(ReplacedKind);
            Write(writer, Tombstone);
            Document.WriteTo(writer);
            return writer.ToArray();
        }
    }

    /// <summary>A record was quarantined.</summary>
    public sealed record RecordQuarantined(string Id, string Source, long Line, string Reason, UInt128 TextHash)
        : ShardRecord
    {
        public override byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(QuarantinedKind);
            writer.String(Id);
            writer.String(Source);
            writer.Unsigned((ulong)Line);
            writer.String(Reason);
            writer.UInt128(TextHash);
            return writer.ToArray();
        }

        /// <summary>What identifies a record, so that a repeated one does not count twice.</summary>
        public UInt128 Key() => XxHash128.HashToUInt128(Encode());
    }

    /// <summary>The rows since the last cut became a segment.</summary>
    public sealed record SegmentCut(Segment Segment) : ShardRecord
    {
        public override byte[] Encode()
        {
            var writer = new ByteWriter();
            writer.Byte(CutKind);
            writer.Count(Segment.Number);
            writer.Count(Segment.FirstRow);
            writer.Count(Segment.Rows);
            writer.Unsigned((ulong)Segment.Bytes);
            return writer.ToArray();
        }
    }
}
