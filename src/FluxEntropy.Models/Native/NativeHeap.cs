using System.Runtime.InteropServices;

namespace FluxEntropy.Models.Native;

/// <summary>
/// The heap of glibc, where libtorch's tensors are. By default it gives the end of itself back to the system as soon as 128 KiB are
/// free, and asks for it again in the next operation: a third of a small model's training went into page faults.
/// </summary>
internal static class NativeHeap
{
    private const string Library = "libc.so.6"; // glibc; musl goes by another name

    // Of <malloc.h>: see mallopt(3).
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD: free bytes at the end before they are given back
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD: size from which each allocation is a mapping of its own
    private const int Kept = 64 << 20;
    private const int LargestInHeap = 32 << 20; // glibc takes no more

    // Who has set one of these knows better.
    private static readonly string[] Variables =
    [
        "GLIBC_TUNABLES",
        "MALLOC_TRIM_THRESHOLD_",
        "MALLOC_TOP_PAD_",
        "MALLOC_MMAP_THRESHOLD_",
    ];

    /// <summary>Keeps 64 MiB of freed memory for the next allocation, and tensors of up to 32 MiB within the heap.</summary>
    internal static unsafe void KeepFreed()
    {
        if (
            !Array.TrueForAll(Variables, name => Environment.GetEnvironmentVariable(name) is null)
            || !NativeLibrary.TryLoad(Library, out var libc)
            || !NativeLibrary.TryGetExport(libc, "mallopt", out var export)
        )
            return;
        var mallopt = (delegate* unmanaged<int, int, int>)export;
        _ = mallopt(TrimThreshold, Kept);
        _ = mallopt(MapThreshold, LargestInHeap);
    }
}
