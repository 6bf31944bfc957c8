using FluxEntropy.Logs;

namespace FluxEntropy.Grains.Fencing;

/// <summary>
/// What the store of fencing records keeps for a log: a class, since not every grain storage can begin with nothing
/// of a value type.
/// </summary>
[GenerateSerializer, Alias("FluxEntropy.FenceRecord")] // a store that keeps type names reads no type without it
public sealed record FenceRecord
{
    /// <summary>See <see cref="LogCommit.Term"/>.</summary>
    [Id(0)]
    public long Term { get; init; }

    /// <summary>See <see cref="LogCommit.Length"/>.</summary>
    [Id(1)]
    public long Length { get; init; }

    /// <summary>See <see cref="LogCommit.Hash"/>.</summary>
    [Id(2)]
    public ulong Hash { get; init; }

    internal static FenceRecord Of(LogCommit commit) =>
        new()
        {
            Term = commit.Term,
            Length = commit.Length,
            Hash = commit.Hash,
        };

    internal LogCommit ToCommit() => new(Term, Length, Hash);
}
