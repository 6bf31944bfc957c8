using FluxEntropy.Logs;
using FluxEntropy.Storage;
using Orleans.Storage;

namespace FluxEntropy.Grains.Fencing;

/// <summary>
/// The record of a fenced log, kept as a grain's state: whoever wrote it last may acknowledge, and everybody else's
/// write fails on the ETag. One instance belongs to one open log.
/// <para>
/// A write whose outcome is unknown is settled by reading: a record names its term, length and hash, so it tells whose it
/// is. While the store is away the caller waits, up to a minute; nothing is acknowledged meanwhile. That its disk is full, or its file
/// is damaged, is said at once: it takes a person to mend that.
/// </para>
/// </summary>
public sealed class GrainFence(IGrainStorage storage, GrainId grain, TimeProvider time) : ILogFence
{
    /// <summary>Key of the storage service that holds the records.</summary>
    public const string StorageName = "fences";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private GrainState<FenceRecord> _state = new();

    /// <inheritdoc />
    public bool IsExclusive => storage is IExclusiveFences;

    /// <inheritdoc />
    /// <exception cref="FenceUnavailableException">The store did not answer for a minute.</exception>
    public async Task<LogCommit?> ReadAsync(CancellationToken cancellationToken)
    {
        await RetryAsync(
            async () =>
            {
                var read = new GrainState<FenceRecord>();
                await storage.ReadStateAsync(FencedLogs.StateName, grain, read);
                _state = read;
                return true;
            },
            cancellationToken
        );
        return _state.RecordExists ? _state.State!.ToCommit() : (LogCommit?)null;
    }

    /// <inheritdoc />
    /// <exception cref="FenceUnavailableException">The store did not answer for a minute.</exception>
    public Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken)
    {
        var (known, isRepeated) = (_state.RecordExists ? _state.State!.ToCommit() : (LogCommit?)null, false);
        return RetryAsync(
            async () =>
            {
                if (isRepeated && await ReadAgainAsync() is var found && found != known)
                    return found == next; // the write before took effect, or somebody else's did
                isRepeated = true;
                return await TryWriteOnceAsync(next);
            },
            cancellationToken
        );
    }

    private async Task<LogCommit?> ReadAgainAsync()
    {
        var read = new GrainState<FenceRecord>();
        await storage.ReadStateAsync(FencedLogs.StateName, grain, read);
        _state = read;
        return read.RecordExists ? read.State!.ToCommit() : null;
    }

    private async Task<bool> TryWriteOnceAsync(LogCommit next)
    {
        var written = new GrainState<FenceRecord>(FenceRecord.Of(next), _state.ETag)
        {
            RecordExists = _state.RecordExists,
        };
        try
        {
            await storage.WriteStateAsync(FencedLogs.StateName, grain, written);
            _state = written;
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private async Task<bool> RetryAsync(Func<Task<bool>> call, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception exception)
                when (exception is not (OperationCanceledException or InvalidDataException)
                    && !DiskSpace.IsExhausted(exception)
                )
            {
                if (time.GetElapsedTime(begun) >= Timeout)
                    throw new FenceUnavailableException(
                        $"the store of fencing records does not answer: {exception.Message}",
                        exception
                    );
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
