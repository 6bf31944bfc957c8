using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;
using FluxEntropy.Sources;

namespace FluxEntropy.Benchmarks.Idle;

/// <summary>How much processor time does a server take that nobody asks anything, with corpora and without?</summary>
public sealed class IdleBench(IdleBenchOptions options, Action<string> tell)
{
    /// <param name="folder">Where the servers' data goes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IdleBenchReport> RunAsync(string folder, CancellationToken cancellationToken) =>
        new()
        {
            Corpora = options.Corpora,
            WindowSeconds = options.Window.TotalSeconds,
            EmptyCores = await MeasureAsync(Path.Combine(folder, "empty"), 0, cancellationToken),
            Cores = await MeasureAsync(Path.Combine(folder, "full"), options.Corpora, cancellationToken),
        };

    private async Task<Spread> MeasureAsync(string data, int corpora, CancellationToken cancellationToken)
    {
        await using var process = BenchServer.Start(data, devices: null);
        using var client = new FluxClient(await BenchServer.AddressAsync(process, cancellationToken));
        for (var corpus = 1; corpus <= corpora; corpus++)
            await FillAsync(client, $"corpus-{corpus}", cancellationToken);
        tell($"{corpora:N0} corpora; left alone for {options.Settle.TotalSeconds:N0} s");
        await Task.Delay(options.Settle, cancellationToken);
        var cores = new List<double>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            cores.Add(await CoresAsync(process, cancellationToken));
            tell($"{corpora:N0} corpora, round {round} of {options.Rounds}: {cores[^1]:0.00%} of a core");
        }
        await process.StopAsync(BenchServer.Timeout);
        return Spread.Of(cores);
    }

    private async Task FillAsync(FluxClient client, string corpus, CancellationToken cancellationToken)
    {
        await client.Corpora.CreateAsync(new() { Name = corpus }, cancellationToken: cancellationToken);
        await new Ingestion(client, corpus).SendAsync(
            BenchDocuments.Of(options.Documents).ToAsyncEnumerable<SourceItem>(),
            cancellationToken
        );
        await client.WaitUntilScoredAsync(corpus, _ => { }, cancellationToken);
    }

    private async Task<double> CoresAsync(ChildProcess process, CancellationToken cancellationToken)
    {
        var (used, begun) = (process.ProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(options.Window, cancellationToken);
        return (process.ProcessorTime - used) / Stopwatch.GetElapsedTime(begun);
    }
}
