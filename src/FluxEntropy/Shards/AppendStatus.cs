namespace FluxEntropy.Shards;

/// <summary>What became of an appended document.</summary>
public enum AppendStatus
{
    /// <summary>It is new, and durable.</summary>
    Accepted,

    /// <summary>The same id with the same text was there already.</summary>
    Present,

    /// <summary>It was set aside, durably, with a reason.</summary>
    Quarantined,

    /// <summary>It took the place of another text of its id, durably.</summary>
    Replaced,
}
