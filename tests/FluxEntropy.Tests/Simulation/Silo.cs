using FluxEntropy.Scoring;

namespace FluxEntropy.Tests.Simulation;

/// <summary>One process of the cluster: its view of the disk, its machine's indexes, its activations.</summary>
internal sealed class Silo(int slot, IndexDisk indexes) : SimulatedProcess
{
    public int Slot { get; } = slot;

    public IndexDisk Indexes { get; } = indexes;

    public SimulatedStore Store { get; set; } = null!;

    public Dictionary<string, Task<Activation>> Activations { get; } = [];

    /// <summary>The scorers of its devices.</summary>
    public Dictionary<string, ScorerRun> Scorers { get; } = [];

    /// <summary>Callers that wait for an answer of this process, and what tells them that none will come.</summary>
    public List<Action> Waiting { get; } = [];
}

/// <summary>A grain's activation: a thin driver over the code that the grain drives.</summary>
internal abstract class Activation
{
    private Task _last = Task.CompletedTask;

    /// <summary>Whether calls may overlap. The default value is false.</summary>
    public virtual bool IsReentrant => false;

    /// <summary>Whether only another activation can go on after a call ended like this.</summary>
    public abstract bool IsOver(Exception? failure);

    /// <summary>Takes a call when its turn comes.</summary>
    public async Task<T> TakeAsync<T>(Func<Task<T>> call)
    {
        var (before, done) = (_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!IsReentrant)
        {
            _last = done.Task;
            await before;
        }

        try
        {
            return await call();
        }
        finally
        {
            done.SetResult();
        }
    }
}
