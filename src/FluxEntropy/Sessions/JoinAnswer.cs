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

    /// <summary>The run was begun by another number of trainers.</summary>
    /// <param name="Consumers">How many.</param>
    public sealed record OtherConsumers(int Consumers) : JoinAnswer;
}
