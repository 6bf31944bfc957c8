namespace FluxEntropy.Tests.Engines;

/// <summary>What the engines of one run did, and where the next one waits.</summary>
internal sealed class TrainedRun
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Engines that were made for the run.</summary>
    public int Engines;

    /// <summary>Steps in the order in which they were trained on, repeated ones again.</summary>
    public List<long> Steps { get; } = [];

    /// <summary>The step at which an engine waits until <see cref="GoOn"/>; none by default.</summary>
    public long WaitsAt { get; set; } = -1;

    /// <summary>Completes once an engine waits there.</summary>
    public Task Reached => _reached.Task;

    public void GoOn() => _goOn.TrySetResult();

    internal async Task TrainingAsync(long step)
    {
        Steps.Add(step);
        if (step != WaitsAt)
            return;
        _reached.TrySetResult();
        await _goOn.Task;
    }
}
