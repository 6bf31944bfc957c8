using System.Reflection;

namespace FluxEntropy.Benchmarks.Processes;

/// <summary>How to start another process of this program.</summary>
internal static class ThisProgram
{
    /// <summary>The program itself, or the host that runs its assembly.</summary>
    public static string Path =>
        Environment.ProcessPath
        ?? throw new PlatformNotSupportedException("the path of this program is unknown on this platform");

    /// <summary>Arguments that precede its own.</summary>
    public static IReadOnlyList<string> Arguments =>
        System.IO.Path.GetFileNameWithoutExtension(Path) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
}
