namespace FluxEntropy.Sessions;

/// <summary>The answer to a trainer that wants its share of a run.</summary>
public abstract record JoinAnswer
{
    private JoinAnswer() { }

    /// <summary>It takes part.</summary>
    /// <param name="Branch">The branch to ask for steps of, and to report with.</param>
    public sealed record Joined(int Branch) : JoinAnswer;

    /// <summary>The log does not reach the step at which the trainer wants to go on.</summary>
    /// <param name="NextStep">The next step to be planned.</param>
    public sealed record NeverServed(long NextStep) : JoinAnswer;

    /// <summary>The trainer comes back to a branch that another run superseded.</summary>
    /// <param name="Branch">The branch that it was given.</param>
    /// <param name="InForce">The branch in force.</param>
    public sealed record Superseded(int Branch, int InForce) : JoinAnswer
    {
        /// <summary>What happened, and what to do.</summary>
        public string Problem => BranchProblem.Superseded(Branch, InForce);
    }

    /// <summary>Steps that the trainer's checkpoint was trained on were planned again since.</summary>
    /// <param name="Branch">The branch that planned them again.</param>
    /// <param name="FromStep">The first of them.</param>
    public sealed record OtherHistory(int Branch, long FromStep) : JoinAnswer;

    /// <summary>The run was begun by another number of trainers.</summary>
    /// <param name="Consumers">How many.</param>
    public sealed record OtherConsumers(int Consumers) : JoinAnswer;
}
