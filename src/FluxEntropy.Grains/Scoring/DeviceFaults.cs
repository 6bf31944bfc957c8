using System.Collections.Concurrent;

namespace FluxEntropy.Grains.Scoring;

/// <summary>
/// What the devices of this process failed at last: by profile, since a device may fail with one model and work with another. Work that
/// fails is tried again within seconds, so a failure that was not met again for a while is over. Thread-safe.
/// </summary>
public sealed class DeviceFaults(TimeProvider time)
{
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<
        (string Device, string Profile),
        (string Reason, DateTimeOffset At)
    > _faults = [];

    /// <summary>The failures that are not over, a sentence each.</summary>
    public IReadOnlyList<string> Current =>
        [
            .. _faults
                .Where(fault => time.GetUtcNow() - fault.Value.At < Memory)
                .OrderBy(fault => fault.Key)
                .Select(fault => $"{fault.Key.Device} failed under profile {fault.Key.Profile}: {fault.Value.Reason}"),
        ];

    internal void Failed(string device, string profile, Exception failure) =>
        _faults[(device, profile)] = (failure.Message, time.GetUtcNow());

    internal void Worked(string device, string profile) => _faults.TryRemove((device, profile), out _);
}
