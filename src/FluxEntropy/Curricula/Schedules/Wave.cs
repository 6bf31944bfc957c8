namespace FluxEntropy.Curricula.Schedules;

/// <summary>How difficulty moves over a period.</summary>
public enum Wave
{
    /// <summary>Up over one half of the period, down over the other.</summary>
    Triangle,

    /// <summary>Up over the period, then back at once.</summary>
    Sawtooth,

    /// <summary>d = (1 − cos 2πx)/2, as 64 straight lines per period.</summary>
    Cosine,
}
