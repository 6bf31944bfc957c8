namespace FluxEntropy.Sessions;

/// <summary>What planning a session anew gave.</summary>
/// <param name="Steps">How many steps the session has.</param>
/// <param name="MostSteps">How many it ever had, before some were dropped and planned again.</param>
/// <param name="Problems">What differed.</param>
public sealed record ReplayReport(long Steps, long MostSteps, IReadOnlyList<string> Problems);
