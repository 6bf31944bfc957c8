using System.Runtime.CompilerServices;
using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>Follows the scores of a corpus from now on, across restarts of the server: each segment once.</summary>
/// <param name="client">The server.</param>
/// <param name="corpus">Name of the corpus.</param>
public sealed class ScoresWatch(FluxClient client, string corpus)
{
    private readonly HashSet<(uint Shard, ulong Segment)> _seen = []; // beyond the cursor
    private readonly SortedDictionary<uint, ulong> _next = []; // of each shard, the first segment not seen

    /// <summary>Shards of which it knows where it stands: what is committed in them from then on is told.</summary>
    public int Standing => _next.Count;

    /// <summary>What is committed, until the token is cancelled.</summary>
    /// <param name="lost">Told each time that the server is lost, with the reason.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<ScoresCommitted> ReadAsync(
        Action<string> lost,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var messages = WatchedStream.ReadAsync(
            () => client.Scores.Watch(Request(), cancellationToken: cancellationToken),
            lost,
            cancellationToken
        );
        await foreach (var message in messages)
        {
            if (message.Documents == 0)
                _next.TryAdd(message.Shard, message.Segment);
            else if (IsNew(message))
                yield return message;
        }
    }

    private WatchScoresRequest Request() =>
        _next.Count == 0
            ? new WatchScoresRequest { Corpus = corpus, Cursor = true }
            : new WatchScoresRequest { Corpus = corpus, FromSegments = { _next.Values } };

    // A segment that was scored after others of its shard leaves a gap before them, which the cursor does not go past.
    private bool IsNew(ScoresCommitted message)
    {
        if (message.Segment < _next.GetValueOrDefault(message.Shard) || !_seen.Add((message.Shard, message.Segment)))
            return false;
        if (_next.TryGetValue(message.Shard, out var next))
        {
            while (_seen.Remove((message.Shard, next)))
                next++;
            _next[message.Shard] = next;
        }
        return true;
    }
}
