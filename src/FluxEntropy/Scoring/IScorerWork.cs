using FluxEntropy.Leasing;

namespace FluxEntropy.Scoring;

/// <summary>What a scorer's loop decides, done. Any of these may fail: the loop is told so and goes on.</summary>
public interface IScorerWork
{
    /// <summary>Ids of the corpora that exist.</summary>
    Task<IReadOnlyCollection<string>> FindCorporaAsync();

    /// <inheritdoc cref="ScorerAction.Listen"/>
    Task<WorkNews> ListenAsync(long after);

    /// <inheritdoc cref="ScorerAction.Ask"/>
    Task<WorkOffer> AskAsync(ScorerAction.Ask ask);

    /// <inheritdoc cref="ScorerAction.Load"/>
    Task LoadAsync(string profileHash);

    /// <summary>Scores a segment with the model that is loaded, publishes its scores and says so to its corpus.</summary>
    /// <returns>Tokens that were scored; 0 where scores were published already.</returns>
    Task<long> ScoreAsync(SegmentLease lease, CancellationToken cancellationToken);

    /// <inheritdoc cref="ScorerAction.Renew"/>
    Task RenewAsync(SegmentLease lease);

    /// <inheritdoc cref="ScorerAction.Release"/>
    Task ReleaseAsync(SegmentLease lease);

    /// <inheritdoc cref="ScorerAction.ReleaseAll"/>
    Task ReleaseAllAsync(string corpusId);

    /// <summary>Reports that an action failed.</summary>
    void Failed(ScorerAction action, Exception exception);
}
