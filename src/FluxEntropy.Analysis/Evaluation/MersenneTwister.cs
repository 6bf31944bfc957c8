using System.Numerics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// MT19937 (Matsumoto and Nishimura, 1998), seeded as in NumPy's RandomState, so that samples equal pandas'.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Middle = 397;
    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    public MersenneTwister(uint seed)
    {
        _state[0] = seed;
        for (var i = 1u; i < Size; i++)
            _state[i] = 1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + i;
    }

    /// <summary>The first <paramref name="size"/> of a random permutation of [0, n).</summary>
    public int[] Sample(int n, int size)
    {
        var permutation = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = (int)UpTo((uint)i);
            (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        }
        return permutation[..size];
    }

    // Uniform on [0, max]: as many bits as max has, redrawn while above it.
    private uint UpTo(uint max)
    {
        var mask = uint.MaxValue >> BitOperations.LeadingZeroCount(max);
        while (true)
        {
            if ((Next() & mask) is var value && value <= max)
                return value;
        }
    }

    private uint Next()
    {
        if (_next == Size)
            Refill();
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (_state[i] & 0x80000000) | (_state[(i + 1) % Size] & 0x7fffffff);
            _state[i] = _state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        _next = 0;
    }
}
