using System.Globalization;
using FluxEntropy.Storage;

namespace FluxEntropy.Leasing;

/// <summary>
/// The attempts at one segment under one profile, or at a row of it alone: an empty file each, named after the process
/// (<c>00000017.SILO</c>, <c>00000017-42.SILO</c>). It is there before the attempt starts and gone when the attempt ends,
/// however it ends; so one whose process is no longer there is an attempt that it crashed in.
/// </summary>
/// <param name="store">The data folder.</param>
/// <param name="corpusId">Corpus of the segment.</param>
/// <param name="profileHash">Profile it is scored under.</param>
/// <param name="key">The segment.</param>
/// <param name="isRescore">Whether it is scored already, and the attempts are for metrics that it lacks.</param>
public sealed class SegmentAttempts(
    IFileStore store,
    string corpusId,
    string profileHash,
    SegmentKey key,
    bool isRescore = false
)
{
    private readonly string _folder = isRescore
        ? DataLayout.RescoreAttempts(corpusId, profileHash, key.Shard)
        : DataLayout.Attempts(corpusId, profileHash, key.Shard);
    private readonly string _segment = key.Segment.ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Processes that crashed in an attempt at the whole segment.</summary>
    /// <param name="alive">Names of the processes that are there.</param>
    public int Crashes(IReadOnlySet<string> alive) => CrashesIn(_segment, alive);

    /// <summary>Processes that crashed in an attempt at a row alone.</summary>
    public int Crashes(int row, IReadOnlySet<string> alive) => CrashesIn(NameOf(row), alive);

    /// <summary>Records an attempt at the whole segment; disposing says that the process outlived it.</summary>
    public Task<IDisposable> BeginAsync(string silo) => BeginAttemptAsync($"{_segment}.{silo}");

    /// <summary>Records an attempt at a row alone; disposing says that the process outlived it.</summary>
    public Task<IDisposable> BeginAsync(int row, string silo) => BeginAttemptAsync($"{NameOf(row)}.{silo}");

    /// <summary>Forgets every attempt: the segment's score file is published.</summary>
    public void Clear()
    {
        foreach (var file in store.Files(_folder).Where(file => SegmentOf(file) == key.Segment))
            store.Delete($"{_folder}/{file}");
    }

    /// <summary>Forgets attempts that a process crashed in after it had published their scores.</summary>
    public static void ClearPublished(IFileStore store, string corpusId, string profileHash, int shard)
    {
        var folder = DataLayout.Attempts(corpusId, profileHash, shard);
        foreach (var file in store.Files(folder))
        {
            if (
                SegmentOf(file) is { } segment
                && store.Exists(DataLayout.ScoreFile(corpusId, profileHash, shard, segment))
            )
                store.Delete($"{folder}/{file}");
        }
    }

    private int CrashesIn(string attempt, IReadOnlySet<string> alive) =>
        store
            .Files(_folder)
            .Count(file =>
                file.StartsWith($"{attempt}.", StringComparison.Ordinal)
                && !alive.Contains(file[(attempt.Length + 1)..])
            );

    private async Task<IDisposable> BeginAttemptAsync(string name)
    {
        var path = $"{_folder}/{name}";
        await store.PublishAsync(path, ReadOnlyMemory<byte>.Empty);
        return new Attempt(() => store.Delete(path));
    }

    private string NameOf(int row) => $"{_segment}-{row.ToString(CultureInfo.InvariantCulture)}";

    private static int? SegmentOf(string file) =>
        int.TryParse(
            file.AsSpan(0, Math.Max(0, file.AsSpan().IndexOfAny('.', '-'))),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var segment
        )
            ? segment
            : null;

    private sealed class Attempt(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
