using System.Buffers.Binary;

namespace FluxEntropy.Storage;

/// <summary>
/// Reads a file's fields one after another, and reports which one extends beyond the end of the file.
/// </summary>
internal sealed class CheckedReader(ReadOnlyMemory<byte> file, int start, string path)
{
    private int _position = start;

    /// <summary>The next field, a number that must not be negative.</summary>
    public int Int32(string field)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        return value >= 0
            ? value
            : throw new InvalidDataException($"{path}: {field} is {value} at byte {_position - sizeof(int)}.");
    }

    /// <summary>The next bytes.</summary>
    public ReadOnlySpan<byte> Take(long length)
    {
        if (length < 0 || length > file.Length - _position)
            throw new InvalidDataException(
                $"{path}: {length} bytes are announced at byte {_position}, but only {file.Length - _position} are left."
            );
        var taken = file.Span.Slice(_position, (int)length);
        _position += (int)length;
        return taken;
    }

    /// <summary>Refuses bytes that no field accounts for.</summary>
    public void RequireEnd()
    {
        if (_position != file.Length)
            throw new InvalidDataException($"{path}: {file.Length - _position} bytes follow the last field.");
    }
}
