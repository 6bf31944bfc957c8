using FluxEntropy.Codecs;

namespace FluxEntropy.Sessions;

/// <summary>
/// What every step served, added up as the steps come: the tokens of any range of steps are a difference of two sums. A sum is kept
/// before every 128th step, and of each step what it adds, as bytes: about three for each bin that it served, and two more.
/// </summary>
internal sealed class ServedTotals
{
    private const int StretchSteps = 128;

    private readonly List<Stretch> _full = [];
    private ServedSum _sum = new([], 0); // of the steps of those
    private ByteWriter _newest = new(); // what the steps behind them add

    /// <summary>Steps added.</summary>
    public long Steps { get; private set; }

    /// <summary>Adds the next step.</summary>
    public void Add(PlannedStep step)
    {
        var tokens = new long[step.Weights.Length];
        var begun = 0;
        foreach (var row in step.Rows)
        {
            tokens[row.Bin] += row.Tokens;
            begun += row is { FromToken: 0, Pass: 0 } ? 1 : 0;
        }
        _newest.Count(begun);
        _newest.Count(tokens.Count(count => count > 0));
        for (var bin = 0; bin < tokens.Length; bin++)
        {
            if (tokens[bin] == 0)
                continue;
            _newest.Count(bin);
            _newest.Unsigned((ulong)tokens[bin]);
        }
        Steps++;
        if (Steps % StretchSteps > 0)
            return;
        _full.Add(new Stretch(_sum, _newest.ToArray()));
        (_sum, _newest) = (_full[^1].Read(StretchSteps).Sum, new ByteWriter());
    }

    /// <summary>Forgets the steps from one on.</summary>
    public void DropFrom(long step)
    {
        var (stretch, steps) = At(step);
        _full.RemoveRange((int)(step / StretchSteps), _full.Count - (int)(step / StretchSteps));
        (_sum, _newest, Steps) = (stretch.Before, new ByteWriter(), step);
        foreach (var one in stretch.Steps.AsSpan(0, stretch.Read(steps).Bytes))
            _newest.Byte(one);
    }

    /// <summary>The sum of the steps before one, which is at most <see cref="Steps"/>.</summary>
    public ServedSum Before(long step)
    {
        var (stretch, steps) = At(step);
        return stretch.Read(steps).Sum;
    }

    // The stretch that a step is in, and how many steps of it are before that one.
    private (Stretch Stretch, int Steps) At(long step) =>
        (
            step / StretchSteps < _full.Count
                ? _full[(int)(step / StretchSteps)]
                : new Stretch(_sum, _newest.ToArray()),
            (int)(step % StretchSteps)
        );

    private sealed record Stretch(ServedSum Before, byte[] Steps)
    {
        // The sum behind so many steps, and their bytes.
        public (ServedSum Sum, int Bytes) Read(int steps)
        {
            var (tokens, documents) = (new List<long>(Before.Tokens), Before.Documents);
            var reader = new ByteReader(Steps, "tokens served");
            for (var step = 0; step < steps; step++)
            {
                documents += reader.Natural();
                for (var bins = reader.Count(2); bins > 0; bins--)
                {
                    var bin = reader.Natural();
                    while (tokens.Count <= bin)
                        tokens.Add(0);
                    tokens[bin] += reader.LongNatural();
                }
            }
            return (new ServedSum([.. tokens], documents), Steps.Length - reader.Remaining);
        }
    }
}
