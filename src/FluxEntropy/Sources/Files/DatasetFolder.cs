using FluxEntropy.Sources.Compression;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Sources.Files;

/// <summary>
/// Which files of a folder hold data. Where some hold records, as in a clone of a dataset's repository, only files of
/// records and text are read, and not its README, its license or its scripts; a folder of text is read whole.
/// </summary>
internal static class DatasetFolder
{
    private const int MaxListed = 10;

    private static readonly string[] ProjectDocuments =
    [
        "readme",
        "license",
        "licence",
        "copying",
        "notice",
        "authors",
        "citation",
        "changelog",
        "contributing",
        "requirements",
    ];

    /// <summary>What libraries write beside data.</summary>
    private static readonly string[] Descriptions =
    [
        "dataset_info.json",
        "dataset_infos.json",
        "dataset_dict.json",
        "state.json",
        "croissant.json",
    ];

    /// <summary>The files to read.</summary>
    /// <param name="folder">The folder, as it was named.</param>
    /// <param name="files">All files below it.</param>
    /// <param name="notices">Given what was left out.</param>
    public static IEnumerable<SourceFile> Files(
        string folder,
        IReadOnlyList<SourceFile> files,
        ICollection<SourceNotice> notices
    )
    {
        if (!files.Any(file => HoldsRecords(Path.GetFileName(file.Name))))
            return files;
        var kept = files.Where(file => Bookkeeping(folder, file) is null && HoldsData(file)).ToList();
        var left = files
            .Except(kept)
            .Select(file => Bookkeeping(folder, file) ?? Path.GetFileName(file.Name))
            .Distinct()
            .ToList();
        if (left.Count > 0)
            notices.Add(
                new(
                    folder,
                    0,
                    $"left out, since they hold no records: {string.Join(", ", left.Take(MaxListed))}"
                        + (left.Count > MaxListed ? $" and {left.Count - MaxListed:N0} more" : "")
                        + "; name a file to read it all the same"
                )
            );
        return kept;
    }

    /// <summary>
    /// The folder that a file lies in where that is a table's own, such as <c>_delta_log</c>; null where it is none. Spark
    /// passes over names that begin so too, but for those of partitions, <c>_date=2024-01-01</c>.
    /// </summary>
    private static string? Bookkeeping(string folder, SourceFile file) =>
        Path.GetRelativePath(folder, file.Path!)
            .Split('/', '\\')
            .SkipLast(1)
            .FirstOrDefault(name => name[0] == '_' && !name.Contains('=', StringComparison.Ordinal));

    private static bool HoldsRecords(string name) =>
        !Descriptions.Contains(name)
        && !(name.StartsWith("cache-", StringComparison.Ordinal) && Path.GetExtension(name) == ".arrow")
        && SourceFormats.OfName(Archive.Inside(name)) is { } format
        && format != SourceFormats.Text;

    private static bool HoldsData(SourceFile file)
    {
        var name = Path.GetFileName(file.Name);
        if (HoldsRecords(name))
            return true;
        if (name[0] == '_' || Descriptions.Contains(name) || ProjectDocuments.Contains(Stem(name)))
            return false;
        var inside = Path.GetExtension(Archive.Inside(name)).ToLowerInvariant();
        return inside == ".txt" || (SourceFormats.OfName(Archive.Inside(name)) is null && BeginsAsRecords(file));
    }

    private static string Stem(string name) => name.Split('.')[0].ToLowerInvariant();

    private static bool BeginsAsRecords(SourceFile file)
    {
        using var stream = file.Open();
        var start = new byte[512];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return Archive.Of(start.AsSpan(0, count)) is not null
            || SourceFormats.OfStart(start[..count]) != SourceFormats.Text;
    }
}
