using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Bins;

/// <summary>The sections of a report on bins.</summary>
internal static class BinsSections
{
    public static IEnumerable<Section> Of(BinsFindings f)
    {
        yield return DistributionsSection.Of(f);
        yield return BinsSection.Of(f);
        if (f.CorrelatedNames.Count > 1)
            yield return BinsCorrelationsSection.Of(f);
        if (f.Later is { } later && f.Drifts.Count > 0)
            yield return DriftSection.Of(f, later.Name, later.Values);
    }
}
