namespace FluxEntropy.Curricula.Schedules;

/// <summary>What applies between two key frames.</summary>
public enum Interpolation
{
    /// <summary>The straight line from one to the other.</summary>
    Linear,

    /// <summary>The earlier one.</summary>
    Step,
}
