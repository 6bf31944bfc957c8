using Microsoft.AspNetCore.Http;

namespace FluxEntropy.Server.Limits;

/// <summary>
/// Lets as many calls begin at a time as the machine can work on; further ones take turns by connection, and cost nearly nothing until
/// then. A call of a client that makes one at a time does not wait behind the hundreds of another one, nor behind what those leave
/// when they are cancelled.
/// </summary>
internal sealed class CallTurns(TimeProvider time)
{
    private const int PerProcessor = 2;

    /// <summary>A call that lasts longer waits for something, or is long: what it costs from then on has turns of its own.</summary>
    private static readonly TimeSpan Beginning = TimeSpan.FromMilliseconds(20);

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
