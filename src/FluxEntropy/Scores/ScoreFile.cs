namespace FluxEntropy.Scores;

/// <summary>
/// The scores of one segment under one profile: the truth about them once it is published. Little-endian:
/// <code>
/// 8       magic "FLXSCORE"
/// 4       version, 2; version 1, without cells in its header, is read too
/// 4       length of the header
///         header as JSON (<see cref="ScoreFileHeader"/>): names its columns, and how their values map to cells
/// 4·m·n   a column of float32 for each of m metrics over n rows; NaN where a row has no value
/// 4·n     tokens of each row, int32
/// n       status of each row (<see cref="RowStatus"/>), bit 7 set when its text is held out
/// 4       number of reasons; for each: row within the segment (4), length (4), UTF-8
/// 8       XXH3-64 of everything before
/// </code>
/// A metric that the file does not name is one that its documents are not scored under.
/// </summary>
public sealed class ScoreFile
{
    internal const int OldestVersion = 1;
    internal const int Version = 2;
    internal const byte HeldOutBit = 0x80;

    private readonly float[][] _columns;
    private readonly byte[] _status;
    private readonly Dictionary<int, string> _reasons;

    internal ScoreFile(
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

    internal static ReadOnlySpan<byte> Magic => "FLXSCORE"u8;

    /// <summary>Values of each column, in the order of the header's; not to be changed. [metrics][rows]</summary>
    internal IReadOnlyList<float[]> Values => _columns;

    /// <summary>Values of a column, NaN where a row has none; null where the file has no such column. Not to be changed. [rows]</summary>
    public float[]? Column(string name)
    {
        for (var i = 0; i < _columns.Length; i++)
        {
            if (Header.Columns[i].Name == name)
                return _columns[i];
        }
        return null;
    }

    public RowStatus Status(int index) => (RowStatus)(_status[index] & ~HeldOutBit);

    /// <summary>Whether the row's text is held out from training: scored, and in no bin.</summary>
    public bool IsHeldOut(int index) => (_status[index] & HeldOutBit) != 0;

    /// <summary>Why a row failed, or null.</summary>
    public string? Failure(int index) => _reasons.GetValueOrDefault(index);

    /// <inheritdoc cref="ScoreFileWriter.Encode(ScoreFileHeader, IReadOnlyList{DocumentScore}, IReadOnlyList{bool})"/>
    public static byte[] Encode(
        ScoreFileHeader header,
        IReadOnlyList<DocumentScore> scores,
        IReadOnlyList<bool> heldOut
    ) => ScoreFileWriter.Encode(header, scores, heldOut);

    /// <inheritdoc cref="ScoreFileReader.Read"/>
    public static ScoreFile Read(byte[] bytes, string path) => ScoreFileReader.Read(bytes, path);
}
