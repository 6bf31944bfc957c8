using System.Runtime.CompilerServices;
using FluxEntropy.Sketches;

namespace FluxEntropy.Orderings;

/// <summary>The sorted view of a snapshot: ranks, values and token mass. Bins are rank intervals of it, never places.</summary>
public sealed class SnapshotOrdering : IDisposable
{
    private readonly ISortedRun _run;
    private readonly StrongBox<int> _users; // of the run
    private int _isDisposed;

    /// <summary>The view that a run gives of a snapshot; disposes the run with itself.</summary>
    /// <exception cref="InvalidDataException">The run was not made of exactly the score files that the snapshot names.</exception>
    public SnapshotOrdering(Snapshot snapshot, ISortedRun run)
    {
        (Snapshot, _run, _users) = (snapshot, run, new StrongBox<int>(1));
        var expected =
            from mark in snapshot.Marks
            where mark.NextSegment > 0
            select new RunSource(mark.Shard, 0, mark.NextSegment, 0, mark.Checksum);
        var tombstones =
            from mark in snapshot.Marks
            where mark.NextTombstone > 0
            select new TombstoneRange(mark.Shard, 0, mark.NextTombstone);
        var backfills =
            from mark in snapshot.Marks
            where mark.NextBackfill > 0
            select new RunSource(mark.Shard, 0, mark.NextBackfill, 0, mark.BackfillChecksum);
        if (
            run.Info.ProfileHash != snapshot.ProfileHash
            || run.Info.Metric != snapshot.Metric
            || !run.Info.Sources.SequenceEqual(expected)
            || !run.Info.Tombstones.SequenceEqual(tombstones)
            || !run.Info.Backfills.SequenceEqual(backfills)
        )
            throw new InvalidDataException(
                $"a run of {run.Info.Metric} under profile {run.Info.ProfileHash} over {run.Info.Sources.Count} ranges of score files "
                    + $"does not hold what snapshot {snapshot.Hash:x32} of {snapshot.Metric} under {snapshot.ProfileHash} names; "
                    + "build it from the score files below the snapshot's watermark."
            );
    }

    private SnapshotOrdering(SnapshotOrdering shared) =>
        (Snapshot, _run, _users) = (shared.Snapshot, shared._run, shared._users);

    /// <summary>What this is a view of.</summary>
    public Snapshot Snapshot { get; }

    /// <summary>Ranked documents.</summary>
    public long Count => _run.Count;

    /// <summary>Tokens of all ranked documents.</summary>
    public long TotalTokens => _run.TotalTokens;

    /// <summary>Opens a merged run file as the view of a snapshot.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or is of another snapshot.</exception>
    public static SnapshotOrdering Open(Snapshot snapshot, string path)
    {
        var file = RunFile.Open(path);
        try
        {
            return new SnapshotOrdering(snapshot, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The document of a rank in [0, <see cref="Count"/>), from the lowest value.</summary>
    public OrderingEntry EntryAt(long rank) => _run.EntryAt(rank);

    /// <summary>The rank of a document, or the one that it would have where it is not ranked here.</summary>
    public long RankOf(OrderingEntry entry)
    {
        var (low, high) = (0L, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (EntryAt(middle) < entry)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Tokens of all documents below a rank in [0, <see cref="Count"/>].</summary>
    public long TokensBefore(long rank) => _run.TokensBefore(rank);

    /// <summary>The least rank that has at least this many tokens below it.</summary>
    public long RankAtTokenMass(long tokens) => _run.RankAtTokenMass(tokens);

    /// <summary>
    /// Ranks that cut the ordering into bins of equal mass: bin k is [bounds[k], bounds[k + 1]). A document belongs to
    /// the bin in which it begins, so a bin can be empty where one document outweighs it. [bins + 1]
    /// </summary>
    public long[] BinBounds(int bins, Mass mass)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var bounds = new long[bins + 1];
        for (var k = 1; k <= bins; k++)
            bounds[k] =
                mass == Mass.Documents ? Share(Count, k, bins)
                : k == bins ? Count
                : RankAtTokenMass(Share(TotalTokens, k, bins));
        return bounds;
    }

    /// <summary>The same view for somebody else, who may be on another thread and disposes it: the run is disposed with the last.</summary>
    public SnapshotOrdering Share()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        Interlocked.Increment(ref _users.Value);
        return new SnapshotOrdering(this);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0 && Interlocked.Decrement(ref _users.Value) == 0)
            (_run as IDisposable)?.Dispose();
    }

    // ⌈total·k/bins⌉: 128 bits, so that no product overflows.
    private static long Share(long total, int k, int bins) => (long)((((Int128)total * k) + bins - 1) / bins);
}
