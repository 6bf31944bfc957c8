namespace FluxEntropy.Tests.Simulation;

/// <summary>What can be made wrong in the doubles around the real code, each as a defect of that code would show.</summary>
public enum PlantedFault
{
    None,

    /// <summary>An aggregator counts segment n + 1 in the place of a segment n that is not scored yet.</summary>
    GapAccepted,

    /// <summary>The fence lets anybody write, whoever wrote last.</summary>
    ETagIgnored,

    /// <summary>A log's append returns before its fsync.</summary>
    AcknowledgedBeforeFsync,

    /// <summary>An update is answered with a step that was handed out under the version before.</summary>
    UpdateFromServedStep,

    /// <summary>A lease that ran out is never offered again.</summary>
    LeaseNeverOfferedAgain,

    /// <summary>A scorer always asks the first corpus first, so that one that is busy keeps the devices from the others.</summary>
    LeaseStarvation,

    /// <summary>Publishing replaces what is there.</summary>
    PublishOverwrites,

    /// <summary>Publishing does not fsync the folder.</summary>
    FolderNeverSynced,

    /// <summary>A new term's header fixes its predecessor too short.</summary>
    PredecessorCutShort,

    /// <summary>A session that starts again plans over an ordering that lacks a row.</summary>
    RestartSkipsRow,

    /// <summary>A shard does not know an id again.</summary>
    KnownIdForgotten,

    /// <summary>A deletion is answered before its tombstone is published.</summary>
    TombstoneUnpublished,

    /// <summary>A trainer that is told to start does not know of the run that it has begun.</summary>
    DoubleStart,

    /// <summary>A session serves a branch, and takes its reports, that is not in force any more.</summary>
    SupersededServed,

    /// <summary>A run that goes back to its beginning keeps the weights that it has.</summary>
    WeightsKept,
}
