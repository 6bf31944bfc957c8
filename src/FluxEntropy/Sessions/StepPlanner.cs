using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Orderings;
using FluxEntropy.Sketches;

namespace FluxEntropy.Sessions;

/// <summary>
/// Plans the global batches of a session, one after the other, from seed, curriculum and snapshot alone. It knows token
/// counts and never sees text. Planning changes nothing: a plan counts once it is given to <see cref="Apply"/>, and a
/// plan that came to nothing is made again, the same.
/// <para>
/// A step takes batch × (time + 1) tokens. Slot after slot, a counter-based draw picks a bin, and the bin gives its next document: the
/// first of its order that was served least often, so that no document of a bin is served again before all of it was (a bin that runs
/// dry starts its next pass, in a new order). Weights are shares of what bins are equal in. A draw that falls on a bin without documents
/// goes to the nearest bin that has some, the lower one of two.
/// </para>
/// <para>
/// What becomes of a document that is longer than the room for it depends on the session's <see cref="RowPacking"/>. Where rests
/// compete, see <see cref="CompetingFill"/>. Where they are carried, rows are one packed stream: what the last document has left begins
/// the next step, and counts after a change of the number of bins for the bin that lies where its own lay; where bins are equal in
/// tokens, one of long documents is drawn less often by their mean length.
/// </para>
/// Not thread-safe.
/// </summary>
public sealed class StepPlanner
{
    private const long MachineDifference = 64; // of 2^32

    private readonly SessionSettings _settings;
    private ServedDocuments _served;
    private SnapshotOrdering? _ordering;
    private BinDraw[] _bins = [];
    private Curriculum? _binned; // what the bins were cut for; null when they must be cut anew
    private (Curriculum Curriculum, double[]? Adapted, KeyFrames Frames)? _compiled;
    private PlannedStep? _planned; // the bins stand behind this plan
    private PlannedStep? _applied;

    /// <summary>A planner that has served nothing.</summary>
    public StepPlanner(SessionSettings settings)
        : this(settings, new ServedDocuments()) { }

    private StepPlanner(SessionSettings settings, ServedDocuments served)
    {
        (_settings, _served) = (settings, served);
        if (!Enum.IsDefined(settings.Packing))
            throw new InvalidDataException(
                $"packing: session {settings.Name} has {(int)settings.Packing}, and this program knows 1 and 2; use the program that "
                    + "made it"
            );
    }

    /// <summary>A planner that goes on from here by itself.</summary>
    public StepPlanner Fork() => new(_settings, _served.Copy()) { _ordering = _ordering, _applied = _applied };

    /// <summary>Goes back to an earlier step.</summary>
    /// <param name="begun">Documents that were begun before it, each once for each pass.</param>
    /// <param name="before">The step before it, of which only the last row, the remainder and the number of bins
    /// count, and what it left open; null at step 0.</param>
    internal void GoBack(IEnumerable<(int Shard, int Row, int Pass)> begun, PlannedStep? before)
    {
        (_served, _applied, _planned, _binned) = (new ServedDocuments(), before, null, null);
        foreach (var (shard, row, pass) in begun)
            _served.Mark(shard, row, pass);
    }

    /// <summary>Plans over another snapshot from the next step on.</summary>
    public void Adopt(SnapshotOrdering ordering)
    {
        _ordering = ordering;
        _binned = null;
    }

    /// <summary>Plans a step.</summary>
    /// <param name="step">The step after the last one applied.</param>
    /// <param name="curriculum">The entry in force.</param>
    /// <param name="adapted">Weights that its adaptive schedule has come to, or null.</param>
    /// <param name="recorded">
    /// Weights that the same step was planned with before, or null: they are drawn by where they differ from those found now by no more
    /// than exp and log of two machines do.
    /// </param>
    /// <exception cref="InvalidOperationException">No snapshot with documents was adopted.</exception>
    public PlanAnswer Plan(long step, CurriculumEntry curriculum, double[]? adapted = null, long[]? recorded = null)
    {
        if (_ordering is not { TotalTokens: > 0 })
            throw new InvalidOperationException("Adopt a snapshot that holds ranked documents before planning.");
        CutBins(curriculum.Curriculum);
        var weights = DrawWeights(curriculum.Curriculum, step, adapted);
        if (
            recorded?.Length == weights.Length
            && recorded.Zip(weights, (a, b) => Math.Abs(a - b)).Max() <= MachineDifference
        )
            weights = recorded;
        return _settings.Packing == RowPacking.Carried
            ? FillCarried(step, curriculum, weights)
            : FillCompeting(step, curriculum, weights);
    }

    private PlanAnswer FillCompeting(long step, CurriculumEntry curriculum, long[] weights)
    {
        var open = _applied?.Open ?? [];
        var fill = new CompetingFill(_settings, curriculum.Curriculum, _ordering!, _bins, _served, open, weights);
        var (rows, left, dryBin) = fill.Fill(step);
        return dryBin is { } dry ? Dry(step, dry) : Planned(step, curriculum, weights, rows, 0, left);
    }

    private PlanAnswer.Planned Planned(
        long step,
        CurriculumEntry curriculum,
        long[] weights,
        IEnumerable<PlannedRow> rows,
        int remainder,
        OpenDocument[] open
    )
    {
        _planned = new PlannedStep
        {
            Step = step,
            CurriculumVersion = curriculum.Version,
            SnapshotHash = _ordering!.Snapshot.Hash,
            Weights = weights,
            Rows = [.. rows],
            Remainder = remainder,
            Open = open,
        };
        return new PlanAnswer.Planned(_planned);
    }

    private PlanAnswer.BinDry Dry(long step, int bin)
    {
        _binned = null; // they moved for a plan that is none
        return new PlanAnswer.BinDry(step, bin, _bins.Length);
    }

    private PlanAnswer FillCarried(long step, CurriculumEntry curriculum, long[] weights)
    {
        var rows = new List<PlannedRow>();
        var missing = _settings.StepTokens;
        var remainder = 0;
        void Take(PlannedRow row, int available)
        {
            var taken = Math.Min(available, missing);
            rows.Add(row with { Tokens = taken });
            missing -= taken;
            remainder = available - taken;
        }

        if (_applied is { Remainder: > 0, Rows: [.., var begun] } before)
            Take(
                begun with
                {
                    FromToken = begun.FromToken + begun.Tokens,
                    Bin = BinNow(begun.Bin, before.Weights.Length),
                },
                before.Remainder
            );
        for (var slot = 0UL; missing > 0; slot++)
        {
            var draw = (uint)(Counters.Hash(_settings.Seed, (ulong)step, slot) >> 32);
            var drawn = NearestFilled(BinWeights.Pick(weights, draw));
            if (curriculum.Curriculum.Dry == DryBinPolicy.Stop && IsDry(drawn))
                return Dry(step, drawn);
            var bin = curriculum.Curriculum.Dry == DryBinPolicy.Repeat ? drawn : LeastServed(drawn);
            var (entry, pass) = _bins[bin].Next(_served);
            Take(new PlannedRow(entry.Shard, entry.Row, 0, 0, bin, pass), entry.Tokens + _settings.LeadingTokens);
        }
        return Planned(step, curriculum, weights, rows, remainder, []);
    }

    /// <summary>Takes what a step took, whoever planned it.</summary>
    public void Apply(PlannedStep step)
    {
        foreach (var row in step.Rows)
        {
            if (row.FromToken == 0)
                _served.Mark(row.Shard, row.Row, row.Pass);
        }
        _applied = step;
    }

    // Bins go on from where they stand only if the very plan that brought them there was applied. Cut anew they give the
    // same documents, since those follow from what was served; it only takes longer to find them.
    private void CutBins(Curriculum curriculum)
    {
        var isBehindPlan = ReferenceEquals(_planned, _applied);
        if (
            isBehindPlan
            && _binned is { } binned
            && (binned.Bins, binned.Mass, binned.Order) == (curriculum.Bins, curriculum.Mass, curriculum.Order)
        )
            return;
        var bounds = _ordering!.BinBounds(curriculum.Bins, curriculum.Mass);
        _bins =
        [
            .. Enumerable
                .Range(0, curriculum.Bins)
                .Select(bin => new BinDraw(_ordering, _settings.Seed, bounds[bin], bounds[bin + 1], curriculum.Order)),
        ];
        _binned = curriculum;
    }

    // A share of tokens is a share of draws times the mean length of the bin's documents.
    private long[] DrawWeights(Curriculum curriculum, long step, double[]? adapted)
    {
        if (
            _compiled is not { } compiled
            || !ReferenceEquals(compiled.Curriculum, curriculum)
            || !ReferenceEquals(compiled.Adapted, adapted)
        )
            _compiled = compiled = (curriculum, adapted, curriculum.KeyFrames(_settings.TotalSteps, adapted));
        var weights = BinWeights.Quantize(compiled.Frames.WeightsAt((double)step / _settings.TotalSteps));
        return curriculum.Mass == Mass.Documents || _settings.Packing == RowPacking.Competing
            ? weights
            : BinWeights.Quantize([.. weights.Select((weight, bin) => weight / _bins[NearestFilled(bin)].MeanTokens)]);
    }

    private bool IsDry(int bin) => _bins[bin].NextPass(_served) > 0;

    // The bin itself while it has documents that were not served, then the nearest of the bins served least often.
    private int LeastServed(int bin)
    {
        if (!IsDry(bin))
            return bin;
        var least = _bins.Where(other => !other.IsEmpty).Min(other => other.NextPass(_served));
        return Nearest(bin, other => !other.IsEmpty && other.NextPass(_served) == least);
    }

    // The bin that holds the middle of a bin of another division.
    private int BinNow(int bin, int bins) => ((2 * bin) + 1) * _bins.Length / (2 * bins);

    private int NearestFilled(int bin) => Nearest(bin, other => !other.IsEmpty);

    private int Nearest(int bin, Predicate<BinDraw> isGood) =>
        BinSearch.Nearest(bin, _bins.Length, other => isGood(_bins[other]));
}
