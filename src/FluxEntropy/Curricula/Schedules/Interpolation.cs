namespace FluxEntropy.Curricula.Schedules;

/// <summary>What holds between two key frames.</summary>
public enum Interpolation
{
    /// <summary>The line from one to the other.</summary>
    Linear,

    /// <summary>The earlier one.</summary>
    Step,
}
