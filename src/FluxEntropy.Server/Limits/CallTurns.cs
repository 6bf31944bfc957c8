using Microsoft.AspNetCore.Http;

namespace FluxEntropy.Server.Limits;

/// <summary>
/// Lets as many calls begin at a time as the machine can work on; further ones take turns by connection, so that a client with one call
/// does not wait behind all those of another with hundreds. One that is cancelled before its turn never begins.
/// </summary>
internal sealed class CallTurns(TimeProvider time)
{
    private const int PerProcessor = 2;

    /// <summary>How long a call keeps its turn at most: streams stay open, and some calls wait for others.</summary>
    public static readonly TimeSpan Beginning = TimeSpan.FromMilliseconds(20);

    private readonly FairGate _gate = new(PerProcessor * Environment.ProcessorCount);

    /// <summary>Begins a call when it is its connection's turn; not at all if its client leaves before that.</summary>
    public async Task BeginAsync(HttpContext context, RequestDelegate next)
    {
        var turn = await _gate.TryTakeAsync(context.Connection.Id, 1, context.RequestAborted);
        if (turn is null)
            return;
        await using var ending = time.CreateTimer(
            static turn => ((GateShare)turn!).Dispose(),
            turn,
            Beginning,
            Timeout.InfiniteTimeSpan
        );
        try
        {
            await next(context);
        }
        finally
        {
            turn.Dispose();
        }
    }
}
