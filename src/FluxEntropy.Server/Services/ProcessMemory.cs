using System.Runtime.InteropServices;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Counts the memory of this process.</summary>
internal static class ProcessMemory
{
    private const int Looks = 20;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    /// <param name="tensors">Counts the tensors that are alive.</param>
    /// <param name="collectGarbage">Whether to give back first what is free: on the managed heap, and in the C library's arenas.</param>
    public static async Task<Memory> CountAsync(Func<long> tensors, bool collectGarbage)
    {
        if (collectGarbage)
            ReturnMemory();
        var resident = (ulong)Environment.WorkingSet; // before work that goes on fills again what was given back
        var alive = tensors();
        for (var look = 0; collectGarbage && look < Looks; look++) // those of a computation under way come and go
        {
            await Task.Delay(BetweenLooks);
            alive = Math.Min(alive, tensors());
        }
        return new Memory
        {
            ResidentBytes = resident,
            ManagedBytes = (ulong)GC.GetTotalMemory(forceFullCollection: collectGarbage),
            Tensors = (ulong)alive,
        };
    }

    private static void ReturnMemory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
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
