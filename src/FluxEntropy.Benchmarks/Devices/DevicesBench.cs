using System.Diagnostics;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.Sources;

namespace FluxEntropy.Benchmarks.Devices;

/// <summary>
/// How does scoring scale with the number of devices? Simulated devices take as long as real ones and use the same
/// grains and files. Documents are ingested beforehand; the rate is taken from the first lease to the last published
/// score file, and every grain call in between is counted and timed.
/// </summary>
public sealed class DevicesBench(DevicesBenchOptions options, Action<string> tell)
{
    private const string Corpus = "bench";

    private int DocumentsPerDevice => Math.Max(1, options.Seconds * options.TokensPerSecond / BenchDocuments.Tokens);

    /// <summary>Runs one device and all of them, alternating.</summary>
    public async Task<DevicesBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var rounds = new List<(DevicesRun, DevicesRun)>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            var one = await MeasureAsync(1, folder, cancellationToken);
            var all = await MeasureAsync(options.Devices, folder, cancellationToken);
            tell(
                $"round {round} of {options.Rounds}: one device {one.DocumentsPerSecond:N0} documents/s, "
                    + $"{options.Devices} devices {all.DocumentsPerSecond:N0}, "
                    + $"ratio {all.DocumentsPerSecond / (options.Devices * one.DocumentsPerSecond):0.000}, "
                    + $"{all.CallsPerDocument:0.000} grain calls per document, {all.ProcessorCores:0.0} cores"
            );
            rounds.Add((one, all));
        }
        return DevicesBenchReport.Of(options, rounds);
    }

    private async Task<DevicesRun> MeasureAsync(int devices, string below, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(below, "round");
        try
        {
            var documents = devices * DocumentsPerDevice;
            await IngestAsync(folder, documents, cancellationToken);
            return await ScoreAsync(folder, devices, documents, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task IngestAsync(string folder, int documents, CancellationToken cancellationToken)
    {
        await using var server = await SimulatedServer.StartAsync(
            folder,
            devices: 0,
            options.TokensPerSecond,
            cancellationToken
        );
        using var client = new FluxClient(server.Address);
        await client.Corpora.CreateAsync(
            new()
            {
                Name = Corpus,
                Shards = (uint)options.Shards,
                Groups = (uint)options.Groups,
            },
            cancellationToken: cancellationToken
        );
        var ingestion = new Ingestion(client, Corpus);
        await ingestion.SendAsync(BenchDocuments.Of(documents).ToAsyncEnumerable<SourceItem>(), cancellationToken);
        if (ingestion.Tally.Accepted != documents)
            throw new InvalidDataException($"{ingestion.Tally.Accepted:N0} of {documents:N0} documents were accepted");
    }

    private async Task<DevicesRun> ScoreAsync(
        string folder,
        int devices,
        int documents,
        CancellationToken cancellationToken
    )
    {
        using var calls = new GrainCalls();
        await using var server = await SimulatedServer.StartAsync(
            folder,
            devices,
            options.TokensPerSecond,
            cancellationToken
        );
        using var client = new FluxClient(server.Address);
        var begun = Stopwatch.GetTimestamp();
        var processor = Environment.CpuUsage.TotalTime;
        await client.WaitUntilScoredAsync(Corpus, _ => { }, cancellationToken);
        var cores = (Environment.CpuUsage.TotalTime - processor) / Stopwatch.GetElapsedTime(begun);
        var span = server.ScoringSpan ?? throw new InvalidDataException("the server scored nothing");
        var figures = new GrainFigures(options, calls);
        return new DevicesRun(
            devices,
            documents,
            documents / span.TotalSeconds,
            cores,
            figures.Costs(documents),
            figures.Loads(devices, span)
        );
    }
}
