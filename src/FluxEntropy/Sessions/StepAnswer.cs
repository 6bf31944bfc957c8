using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>The answer to a trainer that asks for a step.</summary>
public abstract record StepAnswer
{
    private StepAnswer() { }

    /// <summary>The step is in the log; here are its tokens.</summary>
    /// <param name="Planned">Its record in the log.</param>
    /// <param name="Batch">Its tokens.</param>
    public sealed record HandedOut(StepPlanned Planned, TokenBatch Batch) : StepAnswer;

    /// <summary>Another trainer opened a newer branch: this one's steps are no longer handed out.</summary>
    /// <param name="Branch">The branch asked for.</param>
    /// <param name="InForce">The branch in force.</param>
    public sealed record Superseded(int Branch, int InForce) : StepAnswer
    {
        /// <summary>What happened, and what to do.</summary>
        public string Problem => BranchProblem.Superseded(Branch, InForce);
    }

    /// <summary>Too few documents are ranked to fill the step. Ask again later.</summary>
    public sealed record TooFewDocuments : StepAnswer;

    /// <summary>A bin has no document left that was not served, and the curriculum says to stop there.</summary>
    /// <param name="Step">The step that cannot be planned.</param>
    /// <param name="Bin">The bin, from 0.</param>
    /// <param name="Bins">Bins of the curriculum.</param>
    public sealed record BinDry(long Step, int Bin, int Bins) : StepAnswer
    {
        /// <summary>What happened, and what to do; without the full stop, for a caller that has more to say.</summary>
        public string Problem =>
            $"curriculum.dry: bin {Bin + 1} of {Bins} ran dry at step {Step}, and the curriculum says to stop there; "
            + "put one in force that repeats it, takes its neighbour, or gives it no weight";
    }

    /// <summary>The run has no such step: all its steps were handed out.</summary>
    public sealed record Ended : StepAnswer;

    /// <summary>A step before this one was never handed out, so this one cannot be planned.</summary>
    /// <param name="NextStep">The next step to be planned.</param>
    public sealed record OutOfOrder(long NextStep) : StepAnswer;
}
