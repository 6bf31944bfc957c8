using System.Diagnostics;

namespace FluxEntropy.Grains.Telemetry;

/// <summary>
/// Times every call that a grain answers, by interface and method. For a grain that takes one call at a time this is the time
/// for which it is taken; for a reentrant one calls overlap. Costs nothing while nobody listens to the instrument.
/// </summary>
public sealed class GrainCallTimer : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (!FluxInstruments.GrainCallDuration.Enabled)
        {
            await context.Invoke();
            return;
        }
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await context.Invoke();
        }
        finally
        {
            FluxInstruments.GrainCallDuration.Record(
                Stopwatch.GetElapsedTime(begun).TotalSeconds,
                new KeyValuePair<string, object?>("grain", context.InterfaceName),
                new KeyValuePair<string, object?>("method", context.MethodName)
            );
        }
    }
}
