namespace FluxEntropy.Storage;

/// <summary>
/// Named places where a test can kill or suspend the process. Off unless the environment variable FLUXENTROPY_FAULT
/// names some, separated by commas: <c>shard.cut</c> kills the process the first time that point is reached,
/// <c>shard.cut:3</c> the third time; <c>hang@shard.cut:3</c> suspends it there (SIGSTOP) until something resumes it;
/// and
/// <c>scorer.document=poison</c> kills it each time the point is reached with a text that contains that word.
/// </summary>
public static class FaultPoints
{
    /// <summary>The environment variable that arms a point.</summary>
    public const string Variable = "FLUXENTROPY_FAULT";

    private static readonly IReadOnlyList<FaultPoint> Armed = FaultPoint.ParseAll(
        Environment.GetEnvironmentVariable(Variable)
    );

    /// <summary>Marks a fault point: the process is killed or suspended here if the point is armed.</summary>
    public static void Reached(string name)
    {
        for (var i = 0; i < Armed.Count; i++)
        {
            if (Armed[i].Name == name)
                Armed[i].Reached();
        }
    }

    /// <summary>
    /// Marks a fault point that texts pass; kills the process if it is armed with a word that one of them contains.
    /// </summary>
    public static void Reached(string name, IEnumerable<string> texts)
    {
        if (Armed.Count == 0)
            return;
        var words = Armed.Where(point => point.Name == name).Select(point => point.Value).OfType<string>().ToArray();
        if (texts.Any(text => words.Any(word => text.Contains(word, StringComparison.Ordinal))))
            Posix.KillThisProcess();
    }

    /// <summary>The value that a fault point such as <c>grain.calls=20</c> is armed with, or null.</summary>
    public static string? ValueOf(string name) => Armed.FirstOrDefault(point => point.Name == name)?.Value;
}
