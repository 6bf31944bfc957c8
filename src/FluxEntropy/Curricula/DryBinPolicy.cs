namespace FluxEntropy.Curricula;

/// <summary>What happens when a draw falls on a bin all of whose documents were served.</summary>
public enum DryBinPolicy
{
    /// <summary>They are served again, in a new order.</summary>
    Repeat,

    /// <summary>The nearest bin that has documents left is taken, the lower one of two; once none has, all begin anew.</summary>
    Neighbour,

    /// <summary>The run stops there, until a curriculum is put in force that can go on.</summary>
    Stop,
}
