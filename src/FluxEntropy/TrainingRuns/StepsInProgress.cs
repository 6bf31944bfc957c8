using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// The steps of one branch on their way through a trainer: while one is trained, the next is planned and read, and the report of the
/// one before is made durable.
/// </summary>
/// <param name="branch">The branch.</param>
/// <param name="step">Its first step.</param>
internal sealed class StepsInProgress(int branch, long step)
{
    private readonly Queue<StepAnswer.HandedOut> _handedOut = new();
    private long _next = step; // to be asked for
    private DateTimeOffset _askAt = DateTimeOffset.MinValue; // MaxValue while the answer is on its way
    private TrainerAction.Report? _unsent;
    private bool _isReporting;
    private bool _isOver; // the session hands out no further step

    public int Branch => branch;

    /// <summary>Whether every step that there is was trained.</summary>
    public bool IsOver => _isOver && _handedOut.Count == 0;

    /// <summary>Whether every step that was trained is reported.</summary>
    public bool IsReported => _unsent is null && !_isReporting;

    /// <summary>Whether the report of the step trained last is on its way at least, so that another may be trained.</summary>
    public bool MayTrain => _unsent is null;

    /// <summary>When to ask again.</summary>
    public DateTimeOffset NextAsk => _isOver || _handedOut.Count > 0 ? DateTimeOffset.MaxValue : _askAt;

    /// <summary>The report to send, once that of the step before was answered.</summary>
    public TrainerAction.Report? NextReport()
    {
        if (_isReporting || _unsent is not { } report)
            return null;
        (_unsent, _isReporting) = (null, true);
        return report;
    }

    /// <summary>The step to ask for: one ahead of the one that is trained, or about to be.</summary>
    public TrainerAction.Ask? NextToAsk(DateTimeOffset now, bool isModelFree)
    {
        if (_isOver || _askAt > now || _handedOut.Count > (isModelFree ? 1 : 0))
            return null;
        _askAt = DateTimeOffset.MaxValue;
        return new TrainerAction.Ask(branch, _next);
    }

    /// <summary>The step to train now, or null while none was handed out.</summary>
    public StepAnswer.HandedOut? NextToTrain() => _handedOut.TryDequeue(out var handedOut) ? handedOut : null;

    public void HandedOut(StepAnswer.HandedOut step)
    {
        _handedOut.Enqueue(step);
        _next = step.Batch.Step + 1;
        _askAt = DateTimeOffset.MinValue;
    }

    public void AskAgain(DateTimeOffset at) => _askAt = at;

    public void NoMore() => _isOver = true;

    public void Trained(StepAnswer.HandedOut step, TrainedStep trained) =>
        _unsent = new TrainerAction.Report(branch, step, trained);

    public void Reported() => _isReporting = false;
}
