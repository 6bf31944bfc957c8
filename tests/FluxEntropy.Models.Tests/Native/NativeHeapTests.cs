using System.Runtime.Versioning;
using FluxEntropy.Models.Native;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Tests.Native;

/// <summary>The next tensor takes the memory of the one before, without asking the system for it again.</summary>
[SupportedOSPlatform("linux")]
public sealed class NativeHeapTests
{
    private const int Rounds = 100;
    private const int Pages = 4 << 10; // 16 MiB in pages of 4 KiB

    [Fact]
    public void Memory_of_a_tensor_that_was_freed_is_not_fetched_again()
    {
        Assert.SkipUnless(
            File.Exists("/lib/x86_64-linux-gnu/libc.so.6"),
            "the system's C library is not glibc for x86-64"
        );
        long faults = 0;

        var thread = new Thread(() =>
        {
            TorchRuntime.EnsureLoaded();
            Fill();
            var before = MinorFaults();
            for (var round = 0; round < Rounds; round++)
                Fill();
            faults = MinorFaults() - before;
        });
        thread.Start();
        thread.Join();

        Assert.InRange(faults, 0, Rounds * Pages / 4); // else each round fetches every page
    }

    private static void Fill()
    {
        using var tensor = empty(Pages, 1 << 10);
        TensorMemory.Floats(tensor).Fill(1);
    }

    // minflt, the tenth field; the second is the program's name in parentheses.
    private static long MinorFaults()
    {
        var status = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[7]);
    }
}
