namespace FluxEntropy.Sessions;

/// <summary>The answer to a trainer's report of a step.</summary>
public abstract record ReportAnswer
{
    private ReportAnswer() { }

    /// <summary>The report is in the log, or one of the same step and trainer was before.</summary>
    public sealed record Accepted : ReportAnswer;

    /// <summary>Another trainer opened a newer branch: reports of this one no longer count.</summary>
    /// <param name="Branch">The branch reported with.</param>
    /// <param name="InForce">The branch in force.</param>
    public sealed record Superseded(int Branch, int InForce) : ReportAnswer
    {
        /// <summary>What happened, and what to do.</summary>
        public string Problem => BranchProblem.Superseded(Branch, InForce);
    }

    /// <summary>The step was not handed out.</summary>
    /// <param name="NextStep">The next step to be planned.</param>
    public sealed record NotHandedOut(long NextStep) : ReportAnswer;

    /// <summary>The trainer trained on other tokens than were planned.</summary>
    /// <param name="Planned">Hash of the tokens planned.</param>
    public sealed record OtherTokens(ulong Planned) : ReportAnswer;
}
