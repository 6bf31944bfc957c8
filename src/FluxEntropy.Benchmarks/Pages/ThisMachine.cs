using static System.FormattableString;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace FluxEntropy.Benchmarks.Pages;

/// <summary>What figures are figures of.</summary>
internal static class ThisMachine
{
    /// <summary>Processor, cores, vector instructions, memory and system.</summary>
    public static string Description { get; } =
        Invariant($"{Environment.ProcessorCount} cores of {Processor()} ({Vectors()}), ")
        + Invariant($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30):0} GiB, ")
        + $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>Version of the program, with its commit if the build knew it.</summary>
    public static string Version { get; } =
        typeof(ThisMachine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            is { } version
            ? Shortened(version)
            : "unknown";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':', 2)[1]
                .Trim()
                ?? RuntimeInformation.ProcessArchitecture.ToString()
            : RuntimeInformation.ProcessArchitecture.ToString();

    private static string Vectors() =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : "no AVX2";

    // 0.1.0+40 hexadecimal digits → 0.1.0+7 of them
    private static string Shortened(string version) =>
        version.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus && version.Length > plus + 8
            ? version[..(plus + 8)]
            : version;
}
