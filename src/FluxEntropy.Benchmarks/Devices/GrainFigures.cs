namespace FluxEntropy.Benchmarks.Devices;

/// <summary>What the grain calls of a run say about their cost and about the load of grains.</summary>
internal sealed class GrainFigures(DevicesBenchOptions options, GrainCalls calls)
{
    /// <summary>Calls by kind, the most frequent first.</summary>
    public List<GrainCallCost> Costs(int documents) =>
        [
            .. calls
                .Seen.OrderByDescending(call => call.Calls)
                .Select(call => new GrainCallCost(
                    $"{call.Grain}.{call.Method}",
                    call.Calls,
                    (double)call.Calls / documents,
                    1e6 * call.Seconds / call.Calls
                )),
        ];

    /// <summary>Load of the grains whose number does not grow with the devices, the heaviest first.</summary>
    public List<GrainLoad> Loads(int devices, TimeSpan span) =>
        [
            .. calls
                .Seen.GroupBy(call => call.Grain)
                .Where(grain => ActivationsOf(grain.Key) > 0)
                .Select(grain =>
                {
                    var activations = ActivationsOf(grain.Key);
                    var utilization = grain.Sum(call => call.Seconds) / span.TotalSeconds / activations;
                    return new GrainLoad(grain.Key, activations, utilization, devices / utilization);
                })
                .OrderByDescending(load => load.Utilization),
        ];

    private int ActivationsOf(string grain) =>
        grain switch
        {
            "ICorpusGrain" => 1,
            "IDocumentGrain" => options.Shards,
            "IBinAggregatorGrain" => options.Groups,
            _ => 0, // there are as many scorers as devices; Orleans' own grains do not depend on them
        };
}
