using System.Globalization;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// The memory that a process may take: the machine's, or less where a control group of its container, or above it, has a limit.
/// </summary>
public static class MachineMemory
{
    private const string Groups = "sys/fs/cgroup";

    /// <summary>Bytes that this process may take at most; null where the machine does not say.</summary>
    /// <param name="root">Where the machine's files are. The default is <c>/</c>.</param>
    public static long? Read(string root = "/")
    {
        long?[] limits =
        [
            Total(Path.Combine(root, "proc/meminfo")),
            Number(Path.Combine(root, Groups, "memory/memory.limit_in_bytes")), // of the first version, seen from within
            .. Folders(root).Select(folder => Number(Path.Combine(folder, "memory.max"))),
        ];
        return limits.Min();
    }

    // The group of the process and those above it, as they are seen from here.
    private static IEnumerable<string> Folders(string root)
    {
        var group = Lines(Path.Combine(root, "proc/self/cgroup"))
            .Where(line => line.StartsWith("0::/", StringComparison.Ordinal))
            .Select(line => line[4..])
            .FirstOrDefault("");
        for (; group.Length > 0; group = Path.GetDirectoryName(group) ?? "")
            yield return Path.Combine(root, Groups, group);
        yield return Path.Combine(root, Groups);
    }

    private static long? Total(string path) =>
        Lines(path)
            .Where(line => line.StartsWith("MemTotal:", StringComparison.Ordinal))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(words =>
                words is [_, var kibibytes, ..] && Parse(kibibytes) is { } count ? count << 10 : (long?)null
            )
            .FirstOrDefault();

    // "max" is no number, and no limit.
    private static long? Number(string path) => Lines(path).Select(Parse).FirstOrDefault();

    private static long? Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
