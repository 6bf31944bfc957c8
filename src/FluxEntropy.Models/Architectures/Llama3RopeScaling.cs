namespace FluxEntropy.Models.Architectures;

/// <summary>Llama 3's stretching of rotary wavelengths.</summary>
/// <param name="Factor">What long wavelengths are multiplied by.</param>
/// <param name="LowFrequencyFactor">Wavelengths above original context ÷ this are stretched.</param>
/// <param name="HighFrequencyFactor">Wavelengths below original context ÷ this are kept.</param>
/// <param name="OriginalContext">Context before stretching, in tokens.</param>
internal sealed record Llama3RopeScaling(
    double Factor,
    double LowFrequencyFactor,
    double HighFrequencyFactor,
    double OriginalContext
) : RopeScaling;
