using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>A disk on which calls fail as on a full one: of a write some bytes may get through.</summary>
/// <param name="disk">What is behind it.</param>
/// <param name="fails">Whether a call fails.</param>
internal sealed class FailingDisk(IDisk disk, Func<DiskCall, string, bool> fails) : DiskDouble(disk)
{
    private const int NoSpace = 28; // ENOSPC

    protected override void Do(DiskCall call, string path, Action real)
    {
        if (fails(call, path))
            throw Full(path);
        real();
    }

    protected override void Write(IDiskFile file, string path, ReadOnlyMemory<byte> bytes, long offset)
    {
        if (!fails(DiskCall.Write, path))
        {
            file.Write(bytes, offset);
            return;
        }

        file.Write(bytes[..(bytes.Length / 2)], offset);
        throw Full(path);
    }

    private static IOException Full(string path) => new($"No space left on device : '{path}'", NoSpace);
}
