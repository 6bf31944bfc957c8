namespace FluxEntropy.Logs;

/// <summary>How much of each log of a data folder was committed, as the store of their fences has it.</summary>
/// <param name="ByFolder">The end of each log that has a fence, by the log's folder.</param>
/// <param name="Problems">What of the store is missing or cannot be read, and where.</param>
public sealed record CommittedLogs(
    IReadOnlyDictionary<string, LogCommit> ByFolder,
    IReadOnlyList<(string Where, string What)> Problems
)
{
    /// <summary>The end of a log; null where no fence says it.</summary>
    public LogCommit? Of(string folder) => ByFolder.TryGetValue(folder, out var end) ? end : null;
}
