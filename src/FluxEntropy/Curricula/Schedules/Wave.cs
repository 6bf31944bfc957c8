namespace FluxEntropy.Curricula.Schedules;

/// <summary>How difficulty moves over a period.</summary>
public enum Wave
{
    /// <summary>Up over half a period, down over the other.</summary>
    Triangle,

    /// <summary>Up, then at once back.</summary>
    Sawtooth,

    /// <summary>d = (1 − cos 2πx)/2, as 64 straight lines a period.</summary>
    Cosine,
}
