using System.Runtime.InteropServices;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Counts the memory of this process.</summary>
internal static class ProcessMemory
{
    /// <param name="tensors">Tensors that are alive.</param>
    /// <param name="collectGarbage">Whether to give back first what is free: on the managed heap, and in the C library's arenas.</param>
    public static Memory Count(long tensors, bool collectGarbage)
    {
        if (collectGarbage)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            Trim();
        }
        return new Memory
        {
            ResidentBytes = (ulong)Environment.WorkingSet,
            ManagedBytes = (ulong)GC.GetTotalMemory(forceFullCollection: collectGarbage),
            Tensors = (ulong)tensors,
        };
    }

    private static void Trim()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // A C library other than glibc has no such call.
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int MallocTrim(nint pad);
}
