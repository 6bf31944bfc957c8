namespace FluxEntropy.Grains.Placement;

/// <summary>What a process of a cluster does; an embedded server does all of it.</summary>
[Flags]
public enum SiloRoles
{
    None = 0,

    /// <summary>Keeps documents, leases, orderings and sessions.</summary>
    Data = 1,

    /// <summary>Scores and trains; the only role that loads libtorch.</summary>
    Device = 2,

    /// <summary>Answers clients over gRPC.</summary>
    Gateway = 4,

    All = Data | Device | Gateway,
}
