using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A session's grain.</summary>
internal sealed class SessionActivation(Cluster cluster, SessionTenure tenure) : Activation
{
    public override bool IsOver(Exception? failure) => tenure.HasFailed;

    public Task<(long Version, long Planned)> StatusAsync() =>
        Task.FromResult((tenure.State.Curricula.Newest.Version, tenure.State.Planned));

    public async Task<int> OpenAsync(long step)
    {
        await tenure.CreateAsync(new Curriculum { Bins = 2, Schedule = new UniformSchedule() });
        return await tenure.OpenBranchAsync(Math.Min(step, tenure.State.Planned));
    }

    public async Task<StepPlanned?> StepAsync(int branch, long step)
    {
        Require(branch, step <= tenure.State.Planned);
        var planned = (await tenure.StepAsync(branch, step) as StepAnswer.HandedOut)?.Planned;
        if (planned is not null)
            cluster.Journal.Left(planned);
        return planned;
    }

    public async Task<bool> ReportAsync(int branch, StepPlanned step)
    {
        Require(branch, step.Step.Step < tenure.State.Planned);
        var answer = await tenure.ReportAsync(branch, new StepReport(step.Step.Step, 1, [], step.TokenHash));
        return answer is ReportAnswer.Accepted
            ? true
            : throw new InvalidDataException($"The report of step {step.Step.Step} was answered with {answer}.");
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
    private void Require(int branch, bool isPlanned)
    {
        if (branch != tenure.State.Branch)
            throw new BranchSupersededException();
        if (!isPlanned)
            throw new StaleActivationException();
    }
}
