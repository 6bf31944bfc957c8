using System.Globalization;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.V1;

namespace FluxEntropy.Benchmarks.Start;

/// <summary>
/// How long does a server take to serve a full data folder, and how much memory does it need? Folders are filled
/// through the server itself, with simulated devices that hardly wait; then it is restarted, once per round.
/// </summary>
public sealed class StartBench(IReadOnlyList<int> documents, int rounds, Action<string> tell)
{
    public async Task<StartBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var sizes = new List<StartFigures>();
        foreach (var count in documents.Order())
        {
            var data = Path.Combine(folder, count.ToString(CultureInfo.InvariantCulture));
            await BenchServer.FillAsync(data, count, tell, cancellationToken);
            var starts = new List<(double Seconds, Memory Memory)>();
            for (var round = 1; round <= rounds; round++)
            {
                var start = await MeasuredStart.RunAsync(data, count, round, cancellationToken);
                tell(
                    $"{count:N0} documents, round {round} of {rounds}: serving after {start.Seconds:0.00} s, "
                        + $"{start.Memory.ResidentBytes / 1e6:N0} MB resident, {start.Memory.ManagedBytes / 1e6:N0} MB of objects"
                );
                starts.Add(start);
            }
            sizes.Add(
                new StartFigures(
                    count,
                    Spread.Of(starts.Select(start => start.Seconds)),
                    Spread.Of(starts.Select(start => (double)start.Memory.ResidentBytes)),
                    Spread.Of(starts.Select(start => (double)start.Memory.ManagedBytes))
                )
            );
            Directory.Delete(data, recursive: true);
        }
        return new StartBenchReport { Rounds = rounds, Sizes = sizes };
    }
}
