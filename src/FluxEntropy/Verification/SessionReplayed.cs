namespace FluxEntropy.Verification;

/// <summary>A session whose log was replayed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Steps whose plan was made anew and is equal.</param>
public sealed record SessionReplayed(string Id, string Name, long Steps);
