namespace FluxEntropy.Sources;

/// <summary>How far into one file its reader is.</summary>
/// <param name="stream">The file as it lies on the disk.</param>
/// <param name="length">Its length [bytes]; null for a pipe.</param>
public sealed class FileProgress(Stream stream, long? length)
{
    private double? _part;

    /// <summary>Bytes worked through, before decompression; 0 for a pipe.</summary>
    public long Bytes =>
        _part is { } part ? (long)(part * length.GetValueOrDefault())
        : stream.CanSeek ? stream.Position
        : 0;

    /// <summary>Told by a reader that jumps about in the file: the part of its records that were read, from 0 to 1.</summary>
    public void At(double part) => _part = part;
}
