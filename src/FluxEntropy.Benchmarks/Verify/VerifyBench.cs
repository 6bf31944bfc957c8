using System.Diagnostics;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Verify;

/// <summary>How long does it take to verify a large folder, and in how much memory?</summary>
public sealed class VerifyBench(int documents, int rounds, Action<string> tell)
{
    public async Task<VerifyBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var data = Path.Combine(folder, "data");
        await BenchServer.FillAsync(data, documents, tell, cancellationToken);
        var seconds = new List<double>();
        for (var round = 1; round <= rounds; round++)
        {
            var begun = Stopwatch.StartNew();
            using var opened = DataFolder.OpenStopped(data);
            var report = await DataFolderVerifier.VerifyAsync(opened, cancellationToken: cancellationToken);
            seconds.Add(begun.Elapsed.TotalSeconds);
            if (!report.IsSound || report.Counts.Documents != documents)
                throw new InvalidDataException(
                    $"the folder is not sound: {report.ProblemsFound} problems, {report.Counts.Documents} documents; "
                        + string.Join("; ", report.Problems.Take(1))
                );
            tell($"round {round} of {rounds}: {seconds[^1]:0.0} s");
        }
        using var process = Process.GetCurrentProcess();
        return new VerifyBenchReport
        {
            Documents = documents,
            Rounds = rounds,
            Seconds = Spread.Of(seconds),
            PeakResidentBytes = process.PeakWorkingSet64,
        };
    }
}
