using System.Diagnostics;
using FluxEntropy.Benchmarks.Processes;
using FluxEntropy.Client;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Periodically asks a process how much memory it uses.</summary>
internal sealed class MemoryWatch(ClusterProcess server) : IDisposable
{
    private readonly FluxClient _client = new(server.Address);
    private readonly List<MemorySample> _samples = [];

    public ClusterProcess Server => server;

    /// <summary>Takes a sample; a process that is too busy to answer is asked again next time.</summary>
    public async Task SampleAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        try
        {
            var status = await _client.Cluster.StatusAsync(
                new() { CollectGarbage = true },
                cancellationToken: cancellationToken
            );
            _samples.Add(
                new MemorySample(
                    clock.Elapsed.TotalMinutes,
                    status.Memory.ResidentBytes / 1e6,
                    status.Memory.ManagedBytes / 1e6,
                    (long)status.Memory.Tensors,
                    status.TrainingRuns > 0
                )
            );
        }
        catch (RpcException)
        {
            // Next time.
        }
    }

    public ProcessTrend Describe(double warmUpMinutes)
    {
        var samples = _samples.Where(sample => sample.Minutes >= warmUpMinutes).ToList();
        return new ProcessTrend(
            server.Roles,
            samples.Count,
            samples.Count(sample => sample.Trains),
            Trend.Of([.. samples.Select(sample => (sample.Minutes, sample.ResidentMegabytes, sample.Trains))]),
            Trend.Of([.. samples.Select(sample => (sample.Minutes, (double)sample.Tensors, sample.Trains))]),
            _samples.Count > 0 ? _samples[^1].ResidentMegabytes : 0,
            [.. _samples]
        );
    }

    public void Dispose() => _client.Dispose();
}
