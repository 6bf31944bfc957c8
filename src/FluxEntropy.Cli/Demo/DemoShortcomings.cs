using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Demo;

/// <summary>What did not go as it should: a demo succeeds only if there is nothing.</summary>
internal static class DemoShortcomings
{
    public static IEnumerable<string> Of(DemoReport report, DemoOptions options)
    {
        if (report.Documents < options.Documents)
            yield return $"the corpus holds {report.Documents:N0} documents; "
                + $"at least {options.Documents:N0} were expected";
        if (report.Pending > 0)
            yield return $"{report.Pending:N0} documents are not scored";
        if (report.Quarantined > 0)
            yield return $"{report.Quarantined:N0} documents were set aside; none was expected";
        if (report.Retune.EffectiveStep < report.Retune.RequestedStep)
            yield return $"the retuning took effect at step {report.Retune.EffectiveStep:N0}, before the step asked for";
        if (report.Retune.BinSharesBefore.SequenceEqual(report.Retune.BinSharesAfter))
            yield return "the retuning changed nothing about what was served";
        if (!(report.Loss.Smoothed < report.Loss.First))
            yield return $"the loss did not fall: {report.Loss.First:0.000} → {report.Loss.Smoothed:0.000} (smoothed)";
        if (report.ProblemsFound > 0)
            yield return $"the verifier found {Units.Count(report.ProblemsFound, "problem")}: "
                + $"{report.Verify.Lost} lost, {report.Verify.Unexpected} unexpected, {report.Verify.Duplicated} duplicated";
    }
}
