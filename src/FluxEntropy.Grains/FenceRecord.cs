using FluxEntropy.Logs;

namespace FluxEntropy.Grains;

/// <summary>What the store of fencing records keeps for a log: a class, since not every grain storage can begin with nothing of a value type.</summary>
public sealed record FenceRecord
{
    /// <summary>See <see cref="LogCommit.Term"/>.</summary>
    public long Term { get; init; }

    /// <summary>See <see cref="LogCommit.Length"/>.</summary>
    public long Length { get; init; }

    /// <summary>See <see cref="LogCommit.Hash"/>.</summary>
    public ulong Hash { get; init; }

    internal static FenceRecord Of(LogCommit commit) => new() { Term = commit.Term, Length = commit.Length, Hash = commit.Hash };

    internal LogCommit ToCommit() => new(Term, Length, Hash);
}
