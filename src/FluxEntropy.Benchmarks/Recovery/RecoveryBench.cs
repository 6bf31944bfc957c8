using FluxEntropy.Server.Clustering;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>
/// How long does work stop when a process of a cluster is killed or hangs, and is a merely busy process ever evicted?
/// Runs a gateway, two data and two device processes with a Redis of their own on this machine. The devices are
/// simulated while faults are measured, and real while cores are saturated.
/// </summary>
public sealed class RecoveryBench(RecoveryBenchOptions options, MembershipSettings membership, Action<string> tell)
{
    public async Task<RecoveryBenchReport> RunAsync(string folder, CancellationToken cancellationToken)
    {
        var faults = new FaultRounds(options, tell);
        var (ended, verification) =
            options.Rounds > 0 ? await faults.RunAsync(Path.Combine(folder, "faults"), cancellationToken) : (0, null);
        var (documents, evictions) =
            options.Minutes > 0
                ? await new SaturatedScoring(options, tell).RunAsync(Path.Combine(folder, "busy"), cancellationToken)
                : (0, 0);
        return new RecoveryBenchReport
        {
            ProbeSeconds = membership.ProbeTimeout.TotalSeconds,
            MissedProbes = membership.MissedProbes,
            Rounds = options.Rounds,
            Burners = options.Burners,
            Cores = Environment.ProcessorCount,
            Faults = faults.Figures,
            WokenProcessesThatEnded = ended,
            Verification = verification,
            SaturatedMinutes = options.Minutes,
            SaturatedDocuments = documents,
            FalseEvictions = evictions,
        };
    }
}
