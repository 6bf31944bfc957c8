namespace FluxEntropy.Grains.Scoring;

/// <summary>Which files of a segment are new after it was scored.</summary>
internal enum ScoringOutcome
{
    /// <summary>None: it was scored already, and lacks no metric that somebody asked for.</summary>
    Unchanged,

    /// <summary>Its score file.</summary>
    Scored,

    /// <summary>Its score file, which another scorer published first.</summary>
    ScoredElsewhere,

    /// <summary>Backfills, for metrics that its score file lacks.</summary>
    Rescored,
}
