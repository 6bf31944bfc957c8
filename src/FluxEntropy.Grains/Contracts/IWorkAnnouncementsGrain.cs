using FluxEntropy.Leasing;
using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// Tells idle scorers which corpora have work, so that they need not ask all the time. A hint only: losing one delays work by a poll.
/// One for the cluster; its key is <see cref="Key"/>.
/// </summary>
[Alias("FluxEntropy.IWorkAnnouncementsGrain")]
public interface IWorkAnnouncementsGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "work";

    /// <summary>A corpus announces work.</summary>
    [OneWay]
    Task Announce(string corpusId);

    /// <summary>Tells a scorer of announcements from now on, for a while.</summary>
    /// <param name="scorer">Key of the scorer.</param>
    /// <param name="after">Position of the last announcement that it knows; 0 for none.</param>
    /// <returns>What was announced after that position.</returns>
    Task<WorkNews> Listen(string scorer, long after);

    /// <summary>Tells a scorer of no more announcements.</summary>
    [OneWay]
    Task Leave(string scorer);
}
