using System.Threading.Channels;
using FluxEntropy.Grains.Contracts;
using Orleans.Streams;

namespace FluxEntropy.Server.Services;

/// <summary>
/// Shows a client the state of a session at once and after every change, until the session ends or the client leaves.
/// Notices only wake the watcher, which then reads the truth; one that is lost costs a poll.
/// </summary>
internal static class Watching
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <param name="cluster">Where notices come from.</param>
    /// <param name="sessionId">The session watched.</param>
    /// <param name="matters">Which changes to show.</param>
    /// <param name="show">Shows the state; true when there is nothing more to come.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public static async Task RelayAsync(
        IClusterClient cluster,
        string sessionId,
        Func<SessionChanged, bool> matters,
        Func<Task<bool>> show,
        CancellationToken cancellationToken
    )
    {
        var wake = Channel.CreateBounded<bool>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
        );
        var stream = cluster.GetStreamProvider(Notices.Provider).GetStream<SessionChanged>(Notices.Session(sessionId));
        var subscription = await stream.SubscribeAsync(
            (change, _) =>
            {
                if (matters(change))
                    wake.Writer.TryWrite(true);
                return Task.CompletedTask;
            }
        );
        try
        {
            while (!await show())
                await WaitAsync(wake.Reader, cancellationToken);
        }
        finally
        {
            await subscription.UnsubscribeAsync();
        }
    }

    private static async Task WaitAsync(ChannelReader<bool> wake, CancellationToken cancellationToken)
    {
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        poll.CancelAfter(Poll);
        try
        {
            await wake.ReadAsync(poll.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing was heard for a while: look anyway.
        }
    }
}
