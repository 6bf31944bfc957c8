namespace FluxEntropy.Shards;

/// <summary>What happened to an appended document.</summary>
public enum AppendStatus
{
    /// <summary>It is new, and durable.</summary>
    Accepted,

    /// <summary>The same id with the same text already existed.</summary>
    Present,

    /// <summary>It was quarantined, durably, with a reason.</summary>
    Quarantined,

    /// <summary>It replaced another text of its id, durably.</summary>
    Replaced,
}
