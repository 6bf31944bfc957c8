namespace FluxEntropy.Server.Limits;

/// <summary>
/// Lets as many reads of answers be under way as the machine can do at a time; further ones take turns by connection, so that a client
/// with one query does not wait behind all those of another with hundreds.
/// </summary>
internal sealed class QueryTurns
{
    private const int PerProcessor = 2; // one computes while another one waits for its disk

    private readonly FairGate _gate = new(PerProcessor * Environment.ProcessorCount);

    /// <summary>Does something in turn.</summary>
    /// <param name="connection">With whom others take turns.</param>
    /// <param name="work">A short piece of work that waits for no client.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<T> DoAsync<T>(string connection, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using (await _gate.TakeAsync(connection, 1, cancellationToken))
            return await work();
    }
}
