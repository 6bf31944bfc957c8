namespace FluxEntropy.Verification;

/// <summary>Gathers what is found.</summary>
internal sealed class Findings
{
    /// <summary>Most problems that are listed; all are counted.</summary>
    public const int MaxProblems = 1000;

    private readonly List<VerificationProblem> _problems = [];
    private readonly List<SessionReplayed> _replays = [];
    private long _problemsFound;
    private long _lost;
    private long _unexpected;
    private long _duplicated;

    public VerificationCounts Counts { get; } = new();

    public void Problem(string kind, string where, string what)
    {
        _problemsFound++;
        if (_problems.Count < MaxProblems)
            _problems.Add(new VerificationProblem(kind, where, what));
    }

    public void Lost(string kind, string where, string what, long count = 1)
    {
        _lost += count;
        Problem(kind, where, what);
    }

    public void Unexpected(string kind, string where, string what, long count = 1)
    {
        _unexpected += count;
        Problem(kind, where, what);
    }

    public void Duplicated(string kind, string where, string what)
    {
        _duplicated++;
        Problem(kind, where, what);
    }

    public void Replayed(SessionReplayed replay) => _replays.Add(replay);

    /// <summary>
    /// Runs a check of one file or folder; what it cannot read is a problem and no more, so that the rest is checked too.
    /// </summary>
    public async Task<bool> GuardAsync(string kind, string where, Func<Task> check)
    {
        try
        {
            await check();
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not OutOfMemoryException)
        {
            Problem(kind, where, exception.Message.ReplaceLineEndings(" "));
            return false;
        }
    }

    public VerificationReport Report() =>
        new(_lost, _unexpected, _duplicated, _problems, _problemsFound, Counts, _replays);
}
