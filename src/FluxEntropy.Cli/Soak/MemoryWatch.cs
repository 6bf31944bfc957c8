using System.Diagnostics;
using FluxEntropy.Cli.Client;
using FluxEntropy.Cli.Processes;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Soak;

/// <summary>Asks a process now and then how much memory it needs.</summary>
internal sealed class MemoryWatch(LocalCluster.Server server) : IDisposable
{
    private readonly FluxClient _client = new(server.Address);
    private readonly List<(double Minutes, ClusterStatus Status)> _samples = [];

    public LocalCluster.Server Server => server;

    /// <summary>Takes a sample; a process that is too busy to answer is asked the next time.</summary>
    public async Task SampleAsync(Stopwatch clock, CancellationToken cancellationToken)
    {
        try
        {
            _samples.Add((clock.Elapsed.TotalMinutes, await _client.Cluster.StatusAsync(new() { CollectGarbage = true }, cancellationToken: cancellationToken)));
        }
        catch (RpcException)
        {
            // The next time.
        }
    }

    public ProcessTrend Describe(double warmUpMinutes)
    {
        var samples = _samples.Where(sample => sample.Minutes >= warmUpMinutes).ToList();
        return new ProcessTrend(
            server.Roles,
            samples.Count,
            samples.Count(sample => sample.Status.TrainingRuns > 0),
            TrendOf(memory => memory.ResidentBytes / 1e6),
            TrendOf(memory => memory.Tensors),
            _samples.Count > 0 ? _samples[^1].Status.Memory.ResidentBytes / 1e6 : 0);

        Trend? TrendOf(Func<Memory, double> value) => Trend.Of([.. samples.Select(sample => (sample.Minutes, value(sample.Status.Memory), sample.Status.TrainingRuns > 0))]);
    }

    public void Dispose() => _client.Dispose();
}
