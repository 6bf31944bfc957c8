using System.Numerics;

namespace FluxEntropy.Sessions;

/// <summary>
/// A pseudo-random permutation of [0, n) that costs no memory: a four-round Feistel network over the next even power of
/// two, walked until it falls into the range (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
/// </summary>
internal readonly struct KeyedPermutation
{
    private const int Rounds = 4;
    private const int MinHalfBits = 3; // halves of one bit have too few round functions to reach every order alike

    private readonly long _count;
    private readonly int _halfBits;
    private readonly ulong _key;

    /// <param name="key">Chooses the permutation.</param>
    /// <param name="count">n, at least 1.</param>
    public KeyedPermutation(ulong key, long count)
    {
        _key = key;
        _count = count;
        _halfBits = Math.Max(MinHalfBits, (64 - BitOperations.LeadingZeroCount((ulong)count - 1) + 1) / 2);
    }

    /// <summary>Where the permutation takes an index of [0, n).</summary>
    public long this[long index]
    {
        get
        {
            var value = (ulong)index;
            do value = Encrypt(value);
            while (value >= (ulong)_count); // from 17 values on at most three in four lie outside, so the walk is short
            return (long)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var mask = (1UL << _halfBits) - 1;
        var (left, right) = (value >> _halfBits, value & mask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (Counters.Hash(_key, (ulong)round, right) & mask));
        return (left << _halfBits) | right;
    }
}
