namespace FluxEntropy.Cli.Output;

/// <summary>
/// When progress is worth a line where lines stay, in a log: at first, then after at least half a minute and a tenth of the work, or
/// after five minutes whatever is done, so that a log tells a job that goes on from one that hangs.
/// </summary>
internal sealed class LogPace
{
    private const double Step = 0.1;
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    private (TimeSpan At, double Share)? _written;

    /// <summary>Whether a line is due now; the next one is counted from here then.</summary>
    /// <param name="share">How much is done, 0 to 1; null where the end is not known.</param>
    /// <param name="elapsed">Since the beginning.</param>
    public bool IsDue(double? share, TimeSpan elapsed)
    {
        if (_written is { } last)
        {
            var since = elapsed - last.At;
            if (since < Least || (since < Most && share is { } done && done < last.Share + Step))
                return false;
        }
        _written = (elapsed, share ?? 0);
        return true;
    }
}
