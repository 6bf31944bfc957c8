using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>What a score file says of a row.</summary>
public enum RowStatus : byte
{
    /// <summary>All metrics are numbers.</summary>
    Scored,

    /// <summary>The document has no predicting position: its metrics are null and it has no rank.</summary>
    Unranked,

    /// <summary>The model could not score it; a reason says why.</summary>
    Failed,
}

/// <summary>Which scores a file holds. The nonce tells two writers of one segment apart.</summary>
public sealed record ScoreFileHeader(
    string CorpusId,
    string ProfileHash,
    int Shard,
    int Segment,
    int FirstRow,
    int Rows,
    IReadOnlyList<string> Metrics,
    string Nonce
);

/// <summary>
/// The scores of one segment under one profile: the truth about them once it is published. Little-endian:
/// <code>
/// 8       magic "FLXSCORE"
/// 4       version, 1
/// 4       length of the header
///         header as JSON (<see cref="ScoreFileHeader"/>)
/// 4·m·n   a column of float32 for each of m metrics over n rows; NaN where a row has no value
/// 4·n     tokens of each row, int32
/// n       status of each row (<see cref="RowStatus"/>), bit 7 set when its text is held out
/// 4       number of reasons; for each: row within the segment (4), length (4), UTF-8
/// 8       XXH3-64 of everything before
/// </code>
/// </summary>
public sealed class ScoreFile
{
    private const int Version = 1;
    private const byte HeldOutBit = 0x80;
    private static readonly byte[] Magic = "FLXSCORE"u8.ToArray();

    private readonly float[][] _columns;
    private readonly byte[] _status;
    private readonly Dictionary<int, string> _reasons;

    private ScoreFile(
        ScoreFileHeader header,
        float[][] columns,
        int[] tokens,
        byte[] status,
        Dictionary<int, string> reasons,
        ulong checksum
    )
    {
        Header = header;
        Tokens = tokens;
        Checksum = checksum;
        _columns = columns;
        _status = status;
        _reasons = reasons;
    }

    public ScoreFileHeader Header { get; }

    /// <summary>Tokens of each row as fed to the model, BOS included. [rows]</summary>
    public int[] Tokens { get; }

    /// <summary>XXH3-64 of the file's content; snapshots are hashes over these.</summary>
    public ulong Checksum { get; }

    /// <summary>Values of a metric; NaN where a row has none. [rows]</summary>
    /// <exception cref="KeyNotFoundException">The file has no such column.</exception>
    public ReadOnlySpan<float> Column(string metric)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (Header.Metrics[i] == metric)
                return _columns[i];
        }
        throw new KeyNotFoundException(
            $"Scores of segment {Header.Segment} have no metric '{metric}'; they have {string.Join(", ", Header.Metrics)}."
        );
    }

    public RowStatus Status(int index) => (RowStatus)(_status[index] & ~HeldOutBit);

    /// <summary>Whether the row's text is held out from training: scored, and in no bin.</summary>
    public bool IsHeldOut(int index) => (_status[index] & HeldOutBit) != 0;

    /// <summary>Why a row failed, or null.</summary>
    public string? Failure(int index) => _reasons.GetValueOrDefault(index);

    /// <summary>Bytes of a score file for the scores of a segment's rows, in row order.</summary>
    /// <param name="header">Which scores these are; its metrics are those of the scores.</param>
    /// <param name="scores">One for each row.</param>
    /// <param name="heldOut">Whether each row is held out.</param>
    public static byte[] Encode(
        ScoreFileHeader header,
        IReadOnlyList<DocumentScore> scores,
        IReadOnlyList<bool> heldOut
    )
    {
        if (scores.Count != header.Rows || heldOut.Count != header.Rows)
            throw new ArgumentException($"{header.Rows} rows need as many scores; {scores.Count} were given.");
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(json.Length);
        writer.Write(json);
        for (var metric = 0; metric < header.Metrics.Count; metric++)
        {
            foreach (var score in scores)
                writer.Write(score.Failure is null ? score.Metrics[metric] : float.NaN);
        }
        foreach (var score in scores)
            writer.Write(score.TokenIds.Length);
        for (var i = 0; i < scores.Count; i++)
            writer.Write((byte)((byte)StatusOf(scores[i]) | (heldOut[i] ? HeldOutBit : 0)));
        WriteReasons(writer, scores);
        return Checksummed.Seal(stream);
    }

    /// <summary>Reads and checks a score file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, or not a score file.</exception>
    public static ScoreFile Read(byte[] bytes, string path)
    {
        var checksum = Checksummed.Verify(bytes, Magic, Version, path);
        var reader = new CheckedReader(
            bytes.AsMemory(0, bytes.Length - sizeof(ulong)),
            Magic.Length + sizeof(int),
            path
        );
        var header = ReadHeader(reader.Take(reader.Int32("header length")), path);
        var columns = new float[header.Metrics.Count][];
        for (var metric = 0; metric < columns.Length; metric++)
            columns[metric] = MemoryMarshal.Cast<byte, float>(reader.Take(header.Rows * (long)sizeof(float))).ToArray();
        var tokens = MemoryMarshal.Cast<byte, int>(reader.Take(header.Rows * (long)sizeof(int))).ToArray();
        var status = reader.Take(header.Rows).ToArray();
        var reasons = new Dictionary<int, string>();
        for (var left = reader.Int32("number of reasons"); left > 0; left--)
            reasons[reader.Int32("row of a reason")] = Encoding.UTF8.GetString(
                reader.Take(reader.Int32("length of a reason"))
            );
        reader.RequireEnd();
        if (Array.FindIndex(tokens, count => count < 0) is >= 0 and var negative)
            throw new InvalidDataException($"{path}: row {negative} of the segment has {tokens[negative]} tokens.");
        if (Array.FindIndex(status, value => (value & ~HeldOutBit) > (int)RowStatus.Failed) is >= 0 and var unknown)
            throw new InvalidDataException(
                $"{path}: row {unknown} of the segment has status {status[unknown]}, which is not known."
            );
        return new ScoreFile(header, columns, tokens, status, reasons, checksum);
    }

    private static RowStatus StatusOf(DocumentScore score) =>
        score.Failure is not null ? RowStatus.Failed
        : score.Metrics.Any(float.IsNaN) ? RowStatus.Unranked
        : RowStatus.Scored;

    private static void WriteReasons(BinaryWriter writer, IReadOnlyList<DocumentScore> scores)
    {
        writer.Write(scores.Count(score => score.Failure is not null));
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Failure is not { } reason)
                continue;
            var text = Encoding.UTF8.GetBytes(reason);
            writer.Write(i);
            writer.Write(text.Length);
            writer.Write(text);
        }
    }

    private static ScoreFileHeader ReadHeader(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            if (
                JsonSerializer.Deserialize<ScoreFileHeader>(json) is
                {
                    CorpusId: not null,
                    ProfileHash: not null,
                    Rows: >= 0,
                    Shard: >= 0,
                    Segment: >= 0,
                    FirstRow: >= 0,
                    Metrics: not null
                } header
            )
                return header;
        }
        catch (JsonException)
        {
            // Reported below: the checksum held, so the file was written wrongly, not damaged.
        }
        throw new InvalidDataException($"{path}: the header is not that of a score file.");
    }
}
