using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>A disk that never gets to do one kind of call, as if the code had left it out.</summary>
internal sealed class ForgetfulDisk(IDisk disk, DiskCall forgotten) : DiskDouble(disk)
{
    protected override void Do(DiskCall call, string path, Action real)
    {
        if (call != forgotten)
            real();
    }
}
