namespace FluxEntropy.Models.Architectures;

/// <summary>How rotary wavelengths are stretched for a context longer than in training.</summary>
internal abstract record RopeScaling;

/// <summary>All wavelengths alike (Chen et al., arXiv 2306.15595).</summary>
/// <param name="Factor">What they are multiplied by.</param>
internal sealed record LinearRopeScaling(double Factor) : RopeScaling;

/// <summary>Wavelengths by how often they turn in the original context: YaRN (Peng et al., arXiv 2309.00071).</summary>
/// <param name="Factor">What long wavelengths are multiplied by.</param>
/// <param name="OriginalContext">Context before stretching, in tokens.</param>
/// <param name="BetaFast">Turns in the original context from which a wavelength is kept.</param>
/// <param name="BetaSlow">Turns below which it is stretched in full.</param>
/// <param name="AttentionFactor">What cosines and sines are multiplied by.</param>
/// <param name="Truncates">Whether the borders between the three are rounded to whole frequencies.</param>
internal sealed record YarnRopeScaling(
    double Factor,
    double OriginalContext,
    double BetaFast,
    double BetaSlow,
    double AttentionFactor,
    bool Truncates
) : RopeScaling;
