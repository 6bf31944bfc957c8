using System.Runtime.InteropServices;
using System.Text;
using FluxEntropy.Storage;

namespace FluxEntropy.Scores;

/// <summary>Reads score files of every version.</summary>
internal static class ScoreFileReader
{
    /// <summary>Reads and checks a score file.</summary>
    /// <param name="bytes">Its content.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, or not a score file.</exception>
    public static ScoreFile Read(byte[] bytes, string path)
    {
        var (version, checksum) = Checksummed.Verify(
            bytes,
            ScoreFile.Magic,
            (ScoreFile.OldestVersion, ScoreFile.Version),
            path
        );
        var content = bytes.AsMemory(0, bytes.Length - sizeof(ulong));
        var reader = new CheckedReader(content, ScoreFile.Magic.Length + sizeof(int), path);
        var header = ScoreFileHeaderJson.Decode(reader.Take(reader.Int32("header length")), version, path);
        var columns = new float[header.Columns.Count][];
        for (var metric = 0; metric < columns.Length; metric++)
            columns[metric] = MemoryMarshal.Cast<byte, float>(reader.Take(header.Rows * (long)sizeof(float))).ToArray();
        var tokens = MemoryMarshal.Cast<byte, int>(reader.Take(header.Rows * (long)sizeof(int))).ToArray();
        var status = reader.Take(header.Rows).ToArray();
        var reasons = ReadReasons(reader);
        reader.RequireEnd();
        if (Array.FindIndex(tokens, count => count < 0) is >= 0 and var negative)
            throw new InvalidDataException($"{path}: row {negative} of the segment has {tokens[negative]} tokens.");
        if (Array.FindIndex(status, IsUnknown) is >= 0 and var unknown)
            throw new InvalidDataException(
                $"{path}: row {unknown} of the segment has status {status[unknown]}, which is not known."
            );
        return new ScoreFile(header, columns, tokens, status, reasons, checksum);
    }

    private static bool IsUnknown(byte status) => (status & ~ScoreFile.HeldOutBit) > (int)RowStatus.Failed;

    private static Dictionary<int, string> ReadReasons(CheckedReader reader)
    {
        var reasons = new Dictionary<int, string>();
        for (var left = reader.Int32("number of reasons"); left > 0; left--)
            reasons[reader.Int32("row of a reason")] = Encoding.UTF8.GetString(
                reader.Take(reader.Int32("length of a reason"))
            );
        return reasons;
    }
}
