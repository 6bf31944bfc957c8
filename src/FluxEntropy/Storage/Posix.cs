using System.Runtime.InteropServices;

namespace FluxEntropy.Storage;

/// <summary>
/// The few system calls that .NET does not offer: create a name only if it is free, make a folder durable.
/// </summary>
internal static partial class Posix
{
    private const int FileExists = 17; // EEXIST
    private const int ReadOnly = 0; // O_RDONLY
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint LinkCountMask = 4; // STATX_NLINK
    private const uint TypeMask = 1; // STATX_TYPE
    private const int ModeOffset = 28; // of stx_mode
    private const int TypeBits = 0xf000; // S_IFMT
    private const int RegularFile = 0x8000; // S_IFREG
    private const int Folder = 0x4000; // S_IFDIR
    private const int LinkCountOffset = 16; // of stx_nlink in struct statx, the same on every architecture
    private const int OpenFiles = 7; // RLIMIT_NOFILE
    private const int Kill = 9; // SIGKILL
    private const int Stop = 19; // SIGSTOP

    /// <summary>Gives a file a second name. False if another file has that name.</summary>
    public static bool TryLink(string path, string newPath)
    {
        if (LinkNative(path, newPath) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        if (error != FileExists)
            throw Failure("link", newPath, error);
        // A network file system may repeat a call whose answer was lost: then the call fails although the name is ours.
        return LinkCount(path) == 2;
    }

    /// <summary>Flushes a folder's names (or a file's content) to disk.</summary>
    public static void Sync(string path)
    {
        var descriptor = OpenNative(path, ReadOnly);
        if (descriptor < 0)
            throw Failure("open", path, Marshal.GetLastPInvokeError());
        var result = SyncNative(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = CloseNative(descriptor);
        if (result != 0)
            throw Failure("fsync", path, error);
    }

    /// <summary>Ends this process as a power cut would: no handler runs, nothing is flushed.</summary>
    public static void KillThisProcess() => _ = KillNative(Environment.ProcessId, Kill);

    /// <summary>
    /// Suspends this process until another one resumes it; the calling thread does not run on before that.
    /// </summary>
    public static void StopThisProcess() => _ = RaiseNative(Stop);

    /// <summary>Files, sockets and the like that this process may have open at a time.</summary>
    public static long MaxFiles() =>
        LimitNative(OpenFiles, out var limit) == 0 && limit.Soft <= long.MaxValue ? (long)limit.Soft : long.MaxValue;

    /// <summary>Whether a path is, or leads to, neither a regular file nor a folder, but something else.</summary>
    public static bool IsSpecial(string path) =>
        TryStatus<ushort>(path, TypeMask, ModeOffset, out var mode) && (mode & TypeBits) is not (RegularFile or Folder);

    private static uint LinkCount(string path) =>
        TryStatus<uint>(path, LinkCountMask, LinkCountOffset, out var count)
            ? count
            : throw Failure("statx", path, Marshal.GetLastPInvokeError());

    private static bool TryStatus<T>(string path, uint mask, int offset, out T value)
        where T : struct
    {
        Span<byte> status = stackalloc byte[256];
        var isThere = StatusNative(CurrentFolder, path, 0, mask, ref MemoryMarshal.GetReference(status)) == 0;
        value = MemoryMarshal.Read<T>(status[offset..]);
        return isThere;
    }

    private static IOException Failure(string call, string path, int error) =>
        new($"{call} of '{path}' failed: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int LinkNative(string path, string newPath);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillNative(int process, int signal);

    [LibraryImport("libc", EntryPoint = "raise")]
    private static partial int RaiseNative(int signal);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int LimitNative(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatusNative(int folder, string path, int flags, uint mask, ref byte status);

    private readonly record struct Limit(ulong Soft, ulong Hard);
}
