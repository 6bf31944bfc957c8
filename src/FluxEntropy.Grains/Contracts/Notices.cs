namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// Streams that tell watchers that something happened. They carry nothing that is not in files: losing a notice delays
/// its reader by one poll.
/// </summary>
public static class Notices
{
    /// <summary>Name of the stream provider.</summary>
    public const string Provider = "notices";

    /// <summary>Score files published; a stream for each corpus id.</summary>
    public static StreamId Scores(string corpusId) => StreamId.Create("scores", corpusId);

    /// <summary>Curriculum changed, step served, step trained; a stream for each session id.</summary>
    public static StreamId Session(string sessionId) => StreamId.Create("session", sessionId);

    /// <summary>Sends a notice; one that cannot be sent is lost, and work goes on.</summary>
    internal static Task TellAsync<T>(this Grain grain, StreamId stream, T notice) =>
        grain
            .GetStreamProvider(Provider)
            .GetStream<T>(stream)
            .OnNextAsync(notice)
            .ContinueWith(
                sent => _ = sent.Exception,
                CancellationToken.None,
                TaskContinuationOptions.None,
                TaskScheduler.Current
            );
}

/// <summary>A score file was published.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ScoresPublished")]
public sealed record ScoresPublished(
    [property: Id(0)] int Shard,
    [property: Id(1)] int Segment,
    [property: Id(2)] int Documents,
    [property: Id(3)] long Tokens
);

/// <summary>Something of a session changed; read it to see what.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionChanged")]
public sealed record SessionChanged([property: Id(0)] SessionChange Change, [property: Id(1)] long Step);

/// <summary>What changed.</summary>
public enum SessionChange
{
    Curriculum,
    Served,
    Trained,
    Ended,
}
