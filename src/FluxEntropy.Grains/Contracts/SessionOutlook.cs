namespace FluxEntropy.Grains.Contracts;

/// <summary>What a session has to plan over.</summary>
/// <param name="RankedTokens">Tokens of the corpus's ranked documents.</param>
/// <param name="StepTokens">Tokens that a step takes: with fewer there is no first step.</param>
/// <param name="Notes">What a person should know of it, a sentence each.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionOutlook")]
public sealed record SessionOutlook(
    [property: Id(0)] long RankedTokens,
    [property: Id(1)] long StepTokens,
    [property: Id(2)] string[] Notes
)
{
    /// <summary>Tokens that have to be ranked before there is a first step; 0 where there are enough.</summary>
    public long Missing => Math.Max(0, StepTokens - RankedTokens);
}
