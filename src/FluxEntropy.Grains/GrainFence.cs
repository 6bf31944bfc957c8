using FluxEntropy.Logs;
using Orleans.Storage;

namespace FluxEntropy.Grains;

/// <summary>
/// The record of a fenced log, kept as a grain's state: whoever wrote it last may acknowledge, and everybody else's
/// write fails on the ETag. One instance belongs to one open log.
/// </summary>
public sealed class GrainFence(IGrainStorage storage, GrainId grain) : ILogFence
{
    /// <summary>Key of the storage service that holds the records.</summary>
    public const string StorageName = "fences";

    private const string StateName = "log";

    private readonly GrainState<LogCommit?> _state = new();

    /// <inheritdoc />
    public async Task<LogCommit?> ReadAsync(CancellationToken cancellationToken)
    {
        await storage.ReadStateAsync(StateName, grain, _state);
        return _state.State;
    }

    /// <inheritdoc />
    public async Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken)
    {
        _state.State = next;
        try
        {
            await storage.WriteStateAsync(StateName, grain, _state);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
