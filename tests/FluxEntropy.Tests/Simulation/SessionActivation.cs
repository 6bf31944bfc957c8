using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A session's grain.</summary>
internal sealed class SessionActivation(Cluster cluster, ActiveSession tenure) : Activation
{
    public override bool IsOver(Exception? failure) => tenure.HasFailed;

    public Task<(long Version, long Planned)> StatusAsync() =>
        Task.FromResult((tenure.State.Curricula.Newest.Version, tenure.State.Planned));

    public async Task<int> OpenAsync(long step)
    {
        await tenure.CreateAsync(new Curriculum { Bins = 2, Schedule = new UniformSchedule() });
        Require(step <= tenure.State.Planned);
        return await tenure.OpenBranchAsync(step);
    }

    public async Task<StepAnswer> StepAsync(int branch, long step)
    {
        Require(step <= tenure.State.Planned);
        var answer = await tenure.StepAsync(InForce(branch), step);
        if (answer is StepAnswer.HandedOut { Planned: var planned })
            cluster.Journal.Left(planned);
        return answer;
    }

    public Task<ReportAnswer> ReportAsync(int branch, StepReport report)
    {
        Require(report.Step < tenure.State.Planned);
        return tenure.ReportAsync(InForce(branch), report);
    }

    public async Task<RetuneDecision> UpdateAsync(long version, long? wished, Curriculum curriculum)
    {
        var decision = await tenure.UpdateAsync(new CurriculumUpdate(version, wished, curriculum, "author", "because"));
        return cluster.Fault == PlantedFault.UpdateFromServedStep
            ? decision with
            {
                Effective = decision.Effective - 1,
            }
            : decision;
    }

    // A zombie may be asked for what its successor planned; a step that was really lost keeps the work from ending.
    private static void Require(bool isPlanned)
    {
        if (!isPlanned)
            throw new StaleActivationException();
    }

    private int InForce(int branch) => cluster.Fault == PlantedFault.SupersededServed ? tenure.State.Branch : branch;
}
