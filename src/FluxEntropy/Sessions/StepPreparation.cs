namespace FluxEntropy.Sessions;

/// <summary>Plans the next step and reads its tokens, ahead of its hand-out where it can. Nothing here is in the log yet.</summary>
internal sealed class StepPreparation(SessionState state, TokenReader tokens)
{
    private PreparedStep? _prepared;

    /// <summary>The next step, as it was prepared, or as it is planned now.</summary>
    /// <returns>The step, or the bin that ran dry where the curriculum says to stop there.</returns>
    public (PreparedStep? Step, PlanAnswer.BinDry? Dry) Take()
    {
        var prepared = _prepared;
        _prepared = null;
        return prepared is not null && IsInForce(prepared) ? (prepared, null) : Prepare();
    }

    /// <summary>Forgets what was prepared.</summary>
    public void Drop() => _prepared = null;

    /// <summary>Prepares the step after. Where losses move the weights it would nearly always be planned in vain.</summary>
    public void PrepareNext()
    {
        if (
            state.Planned == state.Settings.TotalSteps
            || state.Curricula.At(state.Planned).Curriculum.Adaptive is not null
        )
            return;
        (_prepared, _) = Prepare(); // a bin that ran dry is recorded when the step is asked for
    }

    /// <summary>Whether a prepared step is the next still: not after a retune, a new snapshot, or another loss.</summary>
    public bool IsInForce(PreparedStep prepared) =>
        prepared.Step.Step == state.Planned
        && prepared.Step.SnapshotHash == state.Snapshot?.Hash
        && state.Curricula.At(state.Planned) is var entry
        && ReferenceEquals(prepared.Entry, entry)
        && ReferenceEquals(prepared.Adapted, state.Adapted(entry));

    private (PreparedStep? Step, PlanAnswer.BinDry? Dry) Prepare()
    {
        var entry = state.Curricula.At(state.Planned);
        var plan = state.Plan();
        if (plan is not PlanAnswer.Planned { Step: var step })
            return (null, (PlanAnswer.BinDry)plan);
        var batch = BatchBuilder.BuildAsync(step, state.Settings, tokens);
        return (new PreparedStep(step, entry, state.Adapted(entry), batch), null);
    }
}
