using FluxEntropy.Curricula;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Fills the rows of one step so that the rest of a document competes like any other (<see cref="RowPacking.Competing"/>).
/// <para>
/// Slot after slot, a counter-based draw picks a bin, and the bin gives what it has begun, else its next document, up to the end of the
/// row. A bin's chance is its weight over the tokens that it would give: so each slot adds, in expectation, tokens to the bins by their
/// weights, whatever the lengths of their documents. Where weights are shares of documents, the chance is that times the document's
/// length, one that is longer than a row counting once for each row of it. All of it is arithmetic of integers, the same everywhere.
/// </para>
/// </summary>
internal sealed class CompetingFill
{
    private readonly SessionSettings _settings;
    private readonly Curriculum _curriculum;
    private readonly BinDraw[] _bins;
    private readonly ServedDocuments _served;
    private readonly List<OpenDocument>[] _open; // of each bin, the one that goes on first
    private readonly BinHead[] _heads; // what each bin gives next
    private readonly long[] _whole; // the chance of each bin where there is room for all of what it gives next
    private readonly long[] _weights; // of the bins that have documents
    private readonly List<PlannedRow> _rows = [];

    /// <summary>Prepares to fill a step.</summary>
    /// <param name="settings">The session's.</param>
    /// <param name="curriculum">What is in force.</param>
    /// <param name="ordering">What is planned over; it has tokens.</param>
    /// <param name="bins">Its bins, of which one at least is not empty.</param>
    /// <param name="served">What was served before the step.</param>
    /// <param name="open">What was begun before the step and not finished.</param>
    /// <param name="weights">Weights of the bins, summing to 2^32. [bins]</param>
    public CompetingFill(
        SessionSettings settings,
        Curriculum curriculum,
        SnapshotOrdering ordering,
        BinDraw[] bins,
        ServedDocuments served,
        IReadOnlyList<OpenDocument> open,
        long[] weights
    )
    {
        (_settings, _curriculum, _bins, _served) = (settings, curriculum, bins, served);
        _open = [.. bins.Select(_ => new List<OpenDocument>())];
        foreach (var document in open)
        {
            var rank = ordering.RankOf(new OrderingEntry(document.Value, document.Shard, document.Row, 0));
            var bin = Array.FindIndex(bins, bin => rank < bin.To);
            _open[NearestFilled(bin < 0 ? bins.Length - 1 : bin)].Add(document);
        }
        _weights = new long[bins.Length];
        for (var bin = 0; bin < bins.Length; bin++)
            _weights[NearestFilled(bin)] += weights[bin];
        (_heads, _whole) = (new BinHead[bins.Length], new long[bins.Length]);
        for (var bin = 0; bin < bins.Length; bin++)
        {
            if (!bins[bin].IsEmpty)
                Renew(bin);
        }
    }

    /// <summary>Fills the step.</summary>
    /// <returns>What was taken and what is open behind it; or else the bin that ran dry, where the curriculum says to stop there.</returns>
    public (PlannedRow[] Rows, OpenDocument[] Open, int? DryBin) Fill(long step)
    {
        var rowTokens = _settings.Time + 1;
        var filled = 0;
        for (var slot = 0UL; filled < _settings.StepTokens; slot++)
        {
            var room = rowTokens - filled % rowTokens;
            var drawn = Draw(Counters.Hash(_settings.Seed, (ulong)step, slot), room);
            if (_curriculum.Dry == DryBinPolicy.Stop && _heads[drawn].IsDry)
                return ([], [], drawn);
            filled += Take(Resolve(drawn), room);
        }
        return ([.. _rows], [.. _open.SelectMany(documents => documents)], null);
    }

    private int Draw(ulong number, int room)
    {
        Span<long> chances = stackalloc long[_bins.Length];
        var total = 0L;
        for (var bin = 0; bin < _bins.Length; bin++)
            total += chances[bin] = Chance(bin, room);
        var draw = (long)(((UInt128)number * (ulong)total) >> 64);
        var picked = 0;
        while (draw >= chances[picked])
            draw -= chances[picked++];
        return picked;
    }

    private long Chance(int bin, int room)
    {
        if (_weights[bin] == 0)
            return 0;
        var giving = Resolve(bin);
        ref readonly var next = ref _heads[giving].Next;
        return giving == bin && next.Left <= room ? _whole[bin] : Chance(_weights[bin], next, room);
    }

    // At most 2^32 · 2^20 for all bins together, and 2^32 · 2^10 · tokens of a row: neither overflows.
    private long Chance(long weight, in OpenDocument document, int room)
    {
        var given = Math.Min(document.Left, room);
        var length = Math.Min(document.NextToken + (long)document.Left, _settings.Time + 1);
        return _curriculum.Mass == Sketches.Mass.Tokens ? (weight << 20) / given : (weight << 10) * length / given;
    }

    private int Take(int bin, int room)
    {
        var (document, isOpen) = (_heads[bin].Next, _heads[bin].IsOpen);
        var taken = Math.Min(document.Left, room);
        if (isOpen)
            _open[bin].RemoveAt(0);
        else
            _bins[bin].Take();
        if (taken < document.Left)
            _open[bin]
                .Insert(0, document with { NextToken = document.NextToken + taken, Left = document.Left - taken });
        Add(new PlannedRow(document.Shard, document.Row, document.NextToken, taken, bin, document.Pass));
        Renew(bin);
        return taken;
    }

    private void Renew(int bin)
    {
        _heads[bin] = Head(bin);
        _whole[bin] = Chance(_weights[bin], _heads[bin].Next, int.MaxValue);
    }

    // A document that goes on at once is one stretch.
    private void Add(PlannedRow row)
    {
        if (
            _rows is [.., var last]
            && (last.Shard, last.Row, last.Pass, last.FromToken + last.Tokens)
                == (row.Shard, row.Row, row.Pass, row.FromToken)
        )
            _rows[^1] = last with { Tokens = last.Tokens + row.Tokens };
        else
            _rows.Add(row);
    }

    private BinHead Head(int bin)
    {
        if (_open[bin] is [var open, ..])
            return new BinHead(open, isOpen: true, isDry: false);
        var (entry, pass) = _bins[bin].Peek(_served);
        var tokens = entry.Tokens + _settings.LeadingTokens;
        return new BinHead(
            new OpenDocument(entry.Shard, entry.Row, pass, 0, tokens, entry.Value),
            isOpen: false,
            isDry: pass > 0
        );
    }

    // The bin itself while it has documents that were not served, else what the policy says.
    private int Resolve(int bin)
    {
        if (_curriculum.Dry != DryBinPolicy.Neighbour || !_heads[bin].IsDry)
            return bin;
        var least = int.MaxValue;
        for (var other = 0; other < _bins.Length; other++)
        {
            if (!_bins[other].IsEmpty)
                least = Math.Min(least, _heads[other].Next.Pass);
        }
        return BinSearch.Nearest(bin, _bins.Length, other => !_bins[other].IsEmpty && _heads[other].Next.Pass == least);
    }

    private int NearestFilled(int bin) => BinSearch.Nearest(bin, _bins.Length, other => !_bins[other].IsEmpty);

    // What a bin gives next: the rest of a document, or one that is not begun.
    private readonly struct BinHead(OpenDocument next, bool isOpen, bool isDry)
    {
        public readonly OpenDocument Next = next;
        public readonly bool IsOpen = isOpen;
        public readonly bool IsDry = isDry;
    }
}
