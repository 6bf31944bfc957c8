using System.Diagnostics.Metrics;
using FluxEntropy.Grains.Telemetry;

namespace FluxEntropy.Benchmarks.Devices;

/// <summary>Listens to the grain calls of this process, from its creation to its disposal. Thread-safe.</summary>
internal sealed class GrainCalls : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Grain, string Method), (long Calls, double Seconds)> _calls = [];

    public GrainCalls()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FluxInstruments.Name && instrument.Name == FluxInstruments.GrainCalls)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>(
            (_, seconds, tags, _) => Add((string)tags[0].Value!, (string)tags[1].Value!, seconds)
        );
        _listener.Start();
    }

    /// <summary>
    /// Calls and their seconds so far, by the grain's interface and the method, as in <c>ICorpusGrain.Lease</c>.
    /// </summary>
    public IReadOnlyList<(string Grain, string Method, long Calls, double Seconds)> Seen
    {
        get
        {
            lock (_gate)
                return
                [
                    .. _calls.Select(call => (call.Key.Grain, call.Key.Method, call.Value.Calls, call.Value.Seconds)),
                ];
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Add(string grain, string method, double seconds)
    {
        var key = (grain[(grain.LastIndexOf('.') + 1)..], method);
        lock (_gate)
        {
            var (calls, sum) = _calls.GetValueOrDefault(key);
            _calls[key] = (calls + 1, sum + seconds);
        }
    }
}
