using FluxEntropy.Curricula;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Plans the global batches of a session, one after the other, from seed, curriculum and snapshot alone. It knows token
/// counts and never sees text, and its state follows from the steps planned so far: <see cref="Apply"/> restores it.
/// <para>
/// A step takes batch × (time + 1) tokens of one packed stream. Slot after slot, a counter-based draw picks a bin by the
/// weights, and the bin gives its next document: the first of its order that was served least often, so that no document
/// of a bin is served again before all of it was (a bin that runs dry starts its next pass, in a new order). What the
/// last document has left begins the next step. A draw that falls on a bin without documents goes to the nearest bin
/// that has some, the lower one of two.
/// </para>
/// Not thread-safe.
/// </summary>
public sealed class StepPlanner(SessionSettings settings)
{
    private readonly ServedDocuments _served = new();
    private SnapshotOrdering? _ordering;
    private BinDraw[] _bins = [];
    private Curriculum? _binned;
    private PlannedRow? _unfinished;
    private int _remainder;

    /// <summary>Plans over another snapshot from the next step on.</summary>
    public void Adopt(SnapshotOrdering ordering)
    {
        _ordering = ordering;
        _binned = null;
    }

    /// <summary>Plans a step and takes its documents.</summary>
    /// <param name="step">The step after the last one planned or applied.</param>
    /// <param name="curriculum">The entry in force.</param>
    /// <exception cref="InvalidOperationException">No snapshot with documents was adopted.</exception>
    public PlannedStep Plan(long step, CurriculumEntry curriculum)
    {
        if (_ordering is not { TotalTokens: > 0 })
            throw new InvalidOperationException("Adopt a snapshot that holds ranked documents before planning.");
        CutBins(curriculum.Curriculum);
        var weights = curriculum.Curriculum.WeightsAt(step, settings.TotalSteps);
        var rows = new List<PlannedRow>();
        var missing = settings.StepTokens;
        if (_unfinished is { } begun)
            missing -= Take(rows, begun with { FromToken = begun.FromToken + begun.Tokens }, _remainder, missing);
        for (var slot = 0UL; missing > 0; slot++)
        {
            var draw = (uint)(Counters.Hash(settings.Seed, (ulong)step, slot) >> 32);
            var (entry, bin, pass) = Draw(BinWeights.Pick(weights, draw));
            missing -= Take(rows, new PlannedRow(entry.Shard, entry.Row, 0, 0, bin, pass), entry.Tokens, missing);
        }
        return new PlannedStep
        {
            Step = step,
            CurriculumVersion = curriculum.Version,
            SnapshotHash = _ordering.Snapshot.Hash,
            Weights = weights,
            Rows = [.. rows],
            Remainder = _remainder,
        };
    }

    /// <summary>Takes what a step took that was planned before.</summary>
    public void Apply(PlannedStep planned)
    {
        foreach (var row in planned.Rows)
        {
            if (row.FromToken == 0)
                _served.Mark(row.Shard, row.Row, row.Pass);
        }
        _remainder = planned.Remainder;
        _unfinished = _remainder > 0 ? planned.Rows[^1] : null;
    }

    // Takes what is wanted of the tokens that a document has left, and remembers what stays.
    private int Take(List<PlannedRow> rows, PlannedRow row, int available, int wanted)
    {
        var taken = Math.Min(available, wanted);
        _remainder = available - taken;
        _unfinished = _remainder > 0 ? row with { Tokens = taken } : null;
        if (taken > 0)
            rows.Add(row with { Tokens = taken });
        return taken;
    }

    private (OrderingEntry Entry, int Bin, int Pass) Draw(int wanted)
    {
        var bin = wanted;
        for (var distance = 1; _bins[bin].IsEmpty; distance++)
        {
            if (wanted - distance >= 0 && !_bins[wanted - distance].IsEmpty)
                bin = wanted - distance;
            else if (wanted + distance < _bins.Length && !_bins[wanted + distance].IsEmpty)
                bin = wanted + distance;
        }
        var (entry, pass) = _bins[bin].Next(_ordering!, _served);
        return (entry, bin, pass);
    }

    private void CutBins(Curriculum curriculum)
    {
        if (_binned is { } binned && (binned.Bins, binned.Mass, binned.Order) == (curriculum.Bins, curriculum.Mass, curriculum.Order))
            return;
        var bounds = _ordering!.BinBounds(curriculum.Bins, curriculum.Mass);
        _bins = [.. Enumerable.Range(0, curriculum.Bins).Select(bin => new BinDraw(settings.Seed, bounds[bin], bounds[bin + 1], curriculum.Order))];
        _binned = curriculum;
    }
}
