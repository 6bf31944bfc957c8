using FluxEntropy.Logs;

namespace FluxEntropy.Tests.Storage;

/// <summary>A fence that writes down, between the calls to a disk, when it is moved.</summary>
internal sealed class RecordedFence(ILogFence fence, RecordingDisk disk) : ILogFence
{
    public Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default) =>
        fence.ReadAsync(cancellationToken);

    public Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default)
    {
        if (next.Length == 0)
            disk.Happened($"raise {next.Term}");
        else
            disk.Relied($"commit {next.Term}");
        return fence.TryWriteAsync(next, cancellationToken);
    }
}
