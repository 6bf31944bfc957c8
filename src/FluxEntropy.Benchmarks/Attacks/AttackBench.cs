using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Client;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>
/// How long a client that behaves well waits while others attack, and what memory the server takes and gives back. Each attack has a
/// server of its own, in its own process, over the same corpus.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="tell">Told of progress.</param>
public sealed class AttackBench(AttackBenchOptions options, Action<string> tell)
{
    internal const string AttackedCorpus = "attacked";

    // One, so that what is measured is the server, and not what many fast devices make of documents of 16 MiB.
    private const string Device = "sim:1@45000";

    private static readonly IAttack[] All =
    [
        new LargeDocuments(),
        new UnreadQueries(),
        new CancelledCalls(),
        new SilentStreams(),
        new HalfMessages(),
        new CompressedMessages(),
    ];

    /// <summary>Attacks a server until it is cancelled, or this process ends.</summary>
    /// <param name="name">Name of the attack.</param>
    /// <param name="server">Whom to attack.</param>
    /// <param name="begins">Told that it begins.</param>
    /// <param name="cancellationToken">Ends the attack.</param>
    public static Task AttackAsync(string name, Uri server, Action<string> begins, CancellationToken cancellationToken)
    {
        begins(AttackerProcess.Begins);
        return All.Single(attack => attack.Name == name).RunAsync(server, cancellationToken);
    }

    /// <summary>Measures, in a folder for the data.</summary>
    public async Task<AttackBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var figures = new List<AttackFigures>();
        foreach (
            var attack in All.Where(attack => attack.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase))
        )
        {
            var data = Path.Combine(folder, $"attack-{figures.Count + 1}");
            await BenchServer.FillAsync(data, options.Documents, tell, cancellationToken);
            figures.Add(await MeasureAsync(attack, data, cancellationToken));
            Directory.Delete(data, recursive: true);
            tell($"{attack.Name}: p99 {figures[^1].Undisturbed.P99:0.0} ms, then {figures[^1].Attacked.P99:0.0} ms");
        }
        return new()
        {
            WindowSeconds = options.Window.TotalSeconds,
            RestSeconds = options.Rest.TotalSeconds,
            Attacks = figures,
        };
    }

    private async Task<AttackFigures> MeasureAsync(IAttack attack, string data, CancellationToken cancellationToken)
    {
        await using var process = BenchServer.Start(data, Device);
        var address = await BenchServer.AddressAsync(process, cancellationToken);
        using (var client = new FluxClient(address))
            await client.Corpora.CreateAsync(new() { Name = AttackedCorpus }, cancellationToken: cancellationToken);
        await using var good = new GoodClient(address);
        await good.MeasureAsync(options.Window / 2, cancellationToken); // code is compiled, files are opened
        var (undisturbed, _) = await good.MeasureAsync(options.Window, cancellationToken);
        var before = ProcessStatus.Of(process.Id).ResidentBytes;
        await using var attacker = await AttackerProcess.StartAsync(attack.Name, address, cancellationToken);
        var (attacked, failed) = await good.MeasureAsync(options.Window, cancellationToken);
        attacker.Kill();
        tell($"{attack.Name}: over; left alone for {options.Rest.TotalSeconds:N0} s");
        await Task.Delay(options.Rest, cancellationToken);
        var after = ProcessStatus.Of(process.Id);
        await process.StopAsync(BenchServer.Timeout);
        return new()
        {
            Attack = attack.Name,
            Undisturbed = Latency.Of(undisturbed),
            Attacked = Latency.Of(attacked),
            Calls = attacked.Count,
            Failed = failed,
            BytesBefore = before,
            PeakBytes = after.PeakResidentBytes,
            BytesAfter = after.ResidentBytes,
        };
    }
}
