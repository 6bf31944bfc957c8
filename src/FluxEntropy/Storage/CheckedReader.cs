using System.Buffers.Binary;

namespace FluxEntropy.Storage;

/// <summary>Reads a file's fields one after the other and says which one lies beyond the file's end.</summary>
internal sealed class CheckedReader(ReadOnlyMemory<byte> file, int start, string path)
{
    private int _position = start;

    /// <summary>The next field as a number that is not negative.</summary>
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
                $"{path}: {length} bytes are announced at byte {_position}, and {file.Length - _position} are left."
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
