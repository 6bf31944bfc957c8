using System.Text;
using FluxEntropy.Sources;
using FluxEntropy.V1;
using Grpc.Core;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Client;

/// <summary>
/// Sends records to a corpus in numbered batches, several in flight, and reads the answers. Memory is bounded by the
/// batches in flight, so a slow server slows the reader down.
/// </summary>
/// <param name="client">Where to send.</param>
/// <param name="corpus">Name of a corpus that exists.</param>
public sealed class Ingestion(FluxClient client, string corpus)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private bool _isLost;

    /// <summary>What happened to the records so far.</summary>
    public IngestTally Tally { get; } = new();

    /// <summary>
    /// Whether a text replaces another one of its id, which otherwise stays. The default value is
    /// <see langword="false"/>.
    /// </summary>
    public bool Replaces { get; init; }

    /// <summary>Called with each answer, in order; the returned task is awaited before the next call.</summary>
    public Func<AppendResponse, Task>? Answered { get; init; }

    /// <summary>
    /// How long to try to reach a server again that was lost; sending then goes on after the last batch that was answered. Batches on
    /// their way are sent twice, which stores no document twice; those that were stored before count as present. The default value is 0:
    /// a lost server is an error.
    /// </summary>
    public TimeSpan ReconnectFor { get; init; }

    /// <summary>Told each time that the server is lost, with the reason.</summary>
    public Action<string>? Lost { get; init; }

    /// <summary>Told when a server that was lost answers again.</summary>
    public Action? Found { get; init; }

    /// <summary>Sends everything, and returns once all of it is answered.</summary>
    /// <exception cref="RpcException">
    /// The server refused, or disappeared and is not to be waited for; what was answered is kept, and everything may be sent again.
    /// </exception>
    /// <exception cref="IOException">The server did not come back in time; the same holds.</exception>
    public async Task SendAsync(IAsyncEnumerable<SourceItem> records, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var batches = new BatchesInFlight();
        _ = batches.FillAsync(IngestBatches.OfAsync(corpus, records, ended.Token), ended.Token);
        try
        {
            await SendAsync(batches, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }

    private async Task SendAsync(BatchesInFlight batches, CancellationToken cancellationToken)
    {
        var (lostAt, pause) = (0L, FirstPause);
        while (true)
        {
            var before = batches.Answered;
            await batches.WaitForOneAsync(cancellationToken);
            try
            {
                await new IngestCall(client, batches, Tally, Replaces, AnsweredAsync).RunAsync(cancellationToken);
                return;
            }
            catch (RpcException lost)
                when (ReconnectFor > TimeSpan.Zero
                    && ServerLoss.IsLost(lost)
                    && !cancellationToken.IsCancellationRequested
                )
            {
                if (batches.Answered > before || !_isLost)
                    (lostAt, pause) = (TimeProvider.System.GetTimestamp(), FirstPause);
                if (!_isLost)
                    Lost?.Invoke(lost.Status.Detail);
                _isLost = true;
                if (TimeProvider.System.GetElapsedTime(lostAt) >= ReconnectFor)
                    throw GivenUp(lost);
            }
            await Task.Delay(pause, cancellationToken);
            pause = 2 * pause < LongestPause ? 2 * pause : LongestPause;
        }
    }

    private IOException GivenUp(RpcException lost) =>
        new(
            $"the server was lost ({lost.Status.Detail.TrimEnd('.')}) and did not come back within "
                + $"{(ReconnectFor.TotalMinutes >= 1 ? $"{ReconnectFor.TotalMinutes:0.#} min" : $"{ReconnectFor.TotalSeconds:0.#} s")}; "
                + "once it runs again, send everything again: what was acknowledged is kept, and nothing is stored twice",
            lost
        );

    private async Task AnsweredAsync(AppendRequest batch, AppendResponse answer)
    {
        if (_isLost)
        {
            _isLost = false;
            Found?.Invoke();
        }
        Count(batch, answer);
        if (Answered is { } answered)
            await answered(answer);
    }

    private void Count(AppendRequest batch, AppendResponse answer)
    {
        long Of(Status status) => answer.Outcomes.Count(outcome => outcome.Status == status);
        Tally.Add(
            Of(Status.Accepted),
            Of(Status.Present),
            Of(Status.Replaced),
            Of(Status.Quarantined) + batch.Rejected.Count,
            batch.Documents.Sum(document => (long)Encoding.UTF8.GetByteCount(document.Text))
        );
    }
}
