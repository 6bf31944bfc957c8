namespace FluxEntropy.Verification;

/// <summary>Something that is wrong.</summary>
/// <param name="Kind">
/// What it is wrong with: <c>settings</c>, <c>expectation</c>, <c>fence</c>, <c>log</c>, <c>rows</c>, <c>tombstones</c>, <c>index</c>,
/// <c>scores</c>, <c>tokens</c>, <c>aggregate</c>, <c>run</c>, <c>table</c>, <c>session</c>, <c>checkpoint</c>, <c>backup</c>.
/// </param>
/// <param name="Where">File or folder, relative to the data folder.</param>
/// <param name="What">What is wrong, in one line.</param>
public sealed record VerificationProblem(string Kind, string Where, string What);
