using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>Where a session finds the orderings that it plans over.</summary>
public interface ISnapshotSource
{
    /// <summary>A newer ordering to plan over, or null while there is none worth it. It covers the adopted one.</summary>
    Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted);

    /// <summary>Takes an ordering into use and lets go of the one before.</summary>
    void Keep(SnapshotOrdering ordering);

    /// <summary>The ordering of a snapshot that was adopted before, in use from now on.</summary>
    Task<SnapshotOrdering> ReopenAsync(Snapshot snapshot);
}
