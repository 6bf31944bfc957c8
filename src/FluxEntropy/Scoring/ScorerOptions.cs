namespace FluxEntropy.Scoring;

/// <summary>How a scorer shares its device out and how long it waits.</summary>
public sealed record ScorerOptions
{
    /// <summary>
    /// Segments in progress at once. The default value is 3: one is on the device, the next is being read, the last is being written.
    /// </summary>
    public int SegmentsInProgress { get; init; } = 3;

    /// <summary>
    /// How long a device keeps a model that it has loaded while there is work under it. The default value is 10 seconds. Of N busy
    /// corpora each waits at most 2 (N − 1) turns, where a turn is this long plus the segments then in progress plus a load: a
    /// corpus can be ahead of each other one by a turn, and each of those can get ahead of it by another.
    /// </summary>
    public TimeSpan Turn { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a corpus that has run out of work is left alone unless it announces some; doubled with each further time that it
    /// has none, up to <see cref="MaxPoll"/>. The default value is 2 seconds.
    /// </summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long losing an announcement delays work at most. The default value is 30 seconds.</summary>
    public TimeSpan MaxPoll { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often it looks for corpora that nobody announced, and says that it listens to announcements. The default value is
    /// 5 seconds: an idle device wakes its process no more often.
    /// </summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a lease in progress is renewed. The default value is 30 seconds, a quarter of a lease.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a corpus is left alone after a failure; doubled with each further one, up to sixteen times as long. The default value
    /// is 2 seconds.
    /// </summary>
    public TimeSpan FailurePause { get; init; } = TimeSpan.FromSeconds(2);
}
