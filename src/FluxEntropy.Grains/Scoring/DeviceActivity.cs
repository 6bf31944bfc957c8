using System.Collections.Concurrent;
using FluxEntropy.Grains.Telemetry;

namespace FluxEntropy.Grains.Scoring;

/// <summary>What the devices of this process did since it started. Thread-safe.</summary>
public sealed class DeviceActivity(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Counts> _devices = [];
    private long _firstLease; // timestamps; 0 for none yet
    private long _lastPublish;

    /// <summary>From the first lease to the last published score file; null before there was one.</summary>
    public TimeSpan? Span =>
        Interlocked.Read(ref _lastPublish) is var end and not 0
            ? time.GetElapsedTime(Interlocked.Read(ref _firstLease), end)
            : null;

    /// <summary>Documents and tokens that a device scored.</summary>
    public (long Documents, long Tokens) Of(string device) =>
        _devices.TryGetValue(device, out var counts) ? (counts.Documents, counts.Tokens) : (0, 0);

    internal void Leased() => Interlocked.CompareExchange(ref _firstLease, time.GetTimestamp(), 0);

    internal void Ended(string device, ScoredSegment segment)
    {
        var tag = new KeyValuePair<string, object?>("device", device);
        if (segment.Outcome == ScoringOutcome.ScoredElsewhere)
            FluxInstruments.RacesLost.Add(1, tag);
        if (segment.Outcome != ScoringOutcome.Scored)
            return;
        var (documents, tokens) = (segment.Documents, segment.Tokens);
        FluxInstruments.DocumentsScored.Add(documents, tag);
        FluxInstruments.TokensScored.Add(tokens, tag);
        _devices.AddOrUpdate(
            device,
            _ => new Counts(documents, tokens),
            (_, counts) => new Counts(counts.Documents + documents, counts.Tokens + tokens)
        );
        Interlocked.Exchange(ref _lastPublish, time.GetTimestamp());
    }

    private sealed record Counts(long Documents, long Tokens);
}
