using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

internal static class PlanAnswers
{
    /// <summary>The plan, where no bin may run dry.</summary>
    public static PlannedStep Step(this PlanAnswer answer) => Assert.IsType<PlanAnswer.Planned>(answer).Step;
}
