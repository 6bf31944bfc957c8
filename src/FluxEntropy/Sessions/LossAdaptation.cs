using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>
/// What an adaptive schedule has made of the losses in a session's log. A step counts once, when all consumers of its branch have
/// reported it, and only for the curriculum version that it was planned under; so the weights follow from the log alone.
/// </summary>
internal sealed class LossAdaptation
{
    private readonly HashSet<long> _counted = [];
    private readonly Dictionary<long, List<BinLoss>> _partial = []; // steps that some consumers of the branch reported
    private readonly Dictionary<long, int> _reports = [];
    private long _version;
    private double[] _losses = [];
    private double[]? _weights;

    /// <summary>Weights for a curriculum entry, or null while no loss was reported under it. [bins]</summary>
    public double[]? For(CurriculumEntry entry) => entry.Version == _version ? _weights : null;

    /// <summary>Another branch begins: what its predecessor reported in part is left.</summary>
    public void BeginBranch()
    {
        _partial.Clear();
        _reports.Clear();
    }

    /// <summary>Steps from one on are planned anew: their losses will count again. What those before them taught stays.</summary>
    public void DropFrom(long step) => _counted.RemoveWhere(counted => counted >= step);

    /// <summary>Adds a consumer's report.</summary>
    /// <param name="entry">What the step was planned under.</param>
    /// <param name="report">What the consumer reported.</param>
    /// <param name="consumers">Consumers of the branch.</param>
    public void Add(CurriculumEntry entry, StepReport report, int consumers)
    {
        if (entry.Curriculum.Adaptive is not { } schedule || entry.Version < _version || _counted.Contains(report.Step))
            return;
        if (!_partial.TryGetValue(report.Step, out var bins))
            _partial.Add(report.Step, bins = []);
        bins.AddRange(
            report.BinLosses.Where(bin =>
                bin.Targets > 0 && double.IsFinite(bin.Loss) && bin.Bin >= 0 && bin.Bin < entry.Curriculum.Bins
            )
        );
        if ((_reports[report.Step] = _reports.GetValueOrDefault(report.Step) + 1) < consumers)
            return;
        _partial.Remove(report.Step);
        _reports.Remove(report.Step);
        _counted.Add(report.Step);
        if (entry.Version > _version)
        {
            _version = entry.Version;
            _losses = [.. Enumerable.Repeat(double.NaN, entry.Curriculum.Bins)];
            _weights = new ScheduleScope(entry.Curriculum.Bins, 1).Alike;
        }
        foreach (var bin in bins.GroupBy(bin => bin.Bin))
        {
            var loss = bin.Sum(part => part.Loss * part.Targets) / bin.Sum(part => (double)part.Targets);
            _losses[bin.Key] = double.IsNaN(_losses[bin.Key])
                ? loss
                : schedule.Memory * _losses[bin.Key] + (1 - schedule.Memory) * loss;
        }
        var sum = _weights!.Sum();
        _weights = schedule.Next([.. _weights!.Select(weight => weight / sum)], _losses);
    }
}
