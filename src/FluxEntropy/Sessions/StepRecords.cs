using System.Runtime.CompilerServices;
using FluxEntropy.Logs;

namespace FluxEntropy.Sessions;

/// <summary>Records of planned steps. They are never written again, so they are read on any thread while the session goes on.</summary>
/// <param name="log">The log as it was.</param>
/// <param name="positions">Where they are.</param>
public sealed class StepRecords(LogHistory log, LogPosition[] positions)
{
    /// <summary>Reads them in order.</summary>
    /// <exception cref="LogCorruptException">A record is damaged.</exception>
    public async IAsyncEnumerable<StepPlanned> ReadAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await foreach (var record in log.ReadAsync(positions, cancellationToken))
            yield return (StepPlanned)SessionLogEntry.Decode(record.Payload.Span);
    }

    /// <summary>What they took of a document.</summary>
    public async Task<ServedRow[]> RowsOfAsync(int shard, int row, CancellationToken cancellationToken = default)
    {
        var served = new List<ServedRow>();
        await foreach (var (planned, _) in ReadAsync(cancellationToken))
        {
            foreach (var taken in planned.Rows)
            {
                if ((taken.Shard, taken.Row) == (shard, row))
                    served.Add(new ServedRow(planned.Step, planned.CurriculumVersion, taken));
            }
        }
        return [.. served];
    }
}
