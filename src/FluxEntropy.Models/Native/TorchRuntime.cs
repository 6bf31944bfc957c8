using System.Runtime.InteropServices;
using TorchSharp;

namespace FluxEntropy.Models.Native;

/// <summary>Makes the native libraries loadable, once a process and before the first tensor.</summary>
internal static class TorchRuntime
{
    /// <summary>
    /// The native part of TorchSharp was linked against a libstdc++ that Debian 12 does not have yet. The one symbol
    /// that
    /// it needs at this version only asks for the streams to be initialised, which an older libstdc++ does by itself.
    /// </summary>
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string NeededSymbol = "_ZSt21ios_base_library_initv";
    private const string LibraryName = "libLibTorchSharp.so";

    /// <summary>
    /// Names the lib folder of a libtorch that is on the machine already, such as that of an installed PyTorch with
    /// CUDA, of the version that TorchSharp was built for.
    /// </summary>
    private const string LibTorchVariable = "FLUXENTROPY_LIBTORCH";

    private static readonly Lazy<bool> Loaded = new(Load);

    /// <summary>Loads libtorch; every engine calls this before it touches a tensor.</summary>
    /// <exception cref="InvalidOperationException">
    /// The library cannot be loaded; the message says what to do.
    /// </exception>
    internal static void EnsureLoaded() => _ = Loaded.Value;

    /// <summary>Loads libtorch with CUDA.</summary>
    /// <exception cref="InvalidOperationException">
    /// There is no such card, or the libtorch that was built in has no CUDA.
    /// </exception>
    internal static void EnsureCuda(int card)
    {
        EnsureLoaded();
        if (!torch.cuda.is_available())
            throw new InvalidOperationException(
                $"cuda:{card}: libtorch sees no CUDA; build with a libtorch for CUDA, or use cpu:N"
            );
        if (card >= torch.cuda.device_count())
            throw new InvalidOperationException(
                $"cuda:{card}: this machine has {torch.cuda.device_count()} card(s), counted from 0"
            );
    }

    private static bool Load()
    {
        if (Environment.GetEnvironmentVariable(LibTorchVariable) is { Length: > 0 } folder)
            Preload(folder);
        if (OperatingSystem.IsLinux() && !SystemHas(NeededSymbol) && Find(LibraryName) is { } library)
            Relax(library);
        NativeHeap.KeepFreed();
        torch.InitializeDeviceType(DeviceType.CPU);
        return true;
    }

    /// <summary>
    /// What is loaded first under a library's name stays: later requests for it, by whatever path, find it.
    /// </summary>
    private static void Preload(string folder)
    {
        // Two copies of libtorch in one process end it.
        if (Find("libtorch_cpu.so") is { } own)
            throw new InvalidOperationException(
                $"{LibTorchVariable} is {folder}, but this build brings {own}; unset it, or build with -p:TorchDevice=none"
            );
        foreach (
            var name in new[] { "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so" }
        )
        {
            var file = Path.Combine(folder, name);
            var isOptional = name.Contains("cuda", StringComparison.Ordinal);
            if (!File.Exists(file) && isOptional)
                continue;
            if (!NativeLibrary.TryLoad(file, out _))
                throw new InvalidOperationException(
                    $"{LibTorchVariable} is {folder}, but {file} cannot be loaded; expected the lib folder of a libtorch"
                );
        }
    }

    /// <summary>
    /// Marks the need in a copied library weak: in a temporary file that is renamed over it, so that any number of
    /// processes may start at once.
    /// </summary>
    internal static void Relax(string library)
    {
        var temporary = $"{library}.{Environment.ProcessId}-{Guid.NewGuid():n}.tmp";
        try
        {
            var image = File.ReadAllBytes(library);
            if (ElfVersionNeeds.MarkWeak(image, NeededVersion) is not ElfVersionNeeds.Outcome.Marked)
                return;
            File.WriteAllBytes(temporary, image);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(library));
            File.Move(temporary, library, overwrite: true);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidOperationException($"{library}: {e.Message}; build the project again to restore it", e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new InvalidOperationException(
                $"{library} needs {NeededVersion}, which this system's libstdc++ lacks, and cannot be adapted ({e.Message}); "
                    + "start the program once as a user who may write to that folder, or install libstdc++ 13 or later",
                e
            );
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static bool SystemHas(string symbol) =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library) && NativeLibrary.TryGetExport(library, symbol, out _);

    private static string? Find(string library) =>
        new[]
        {
            Path.Combine(
                "runtimes",
                $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}",
                "native",
                library
            ),
            library,
        }
            .Select(path => Path.Combine(AppContext.BaseDirectory, path))
            .FirstOrDefault(File.Exists);
}
