namespace FluxEntropy.Storage;

/// <summary>
/// Named places where a test may have the process die or stand still. Off unless the environment variable FLUXENTROPY_FAULT
/// names some, with commas between them: <c>shard.cut</c> kills the process the first time it is reached, <c>shard.cut:3</c>
/// the third time; <c>hang@shard.cut:3</c> stops it there (SIGSTOP) until somebody wakes it; and
/// <c>scorer.document=poison</c> kills it each time it is reached with a text that holds that word.
/// </summary>
public static class FaultPoints
{
    /// <summary>The environment variable that arms a point.</summary>
    public const string Variable = "FLUXENTROPY_FAULT";

    private static readonly IReadOnlyList<FaultPoint> Armed = FaultPoint.ParseAll(
        Environment.GetEnvironmentVariable(Variable)
    );

    /// <summary>Marks a place; the process dies or stands still when that place is armed.</summary>
    public static void Reached(string name)
    {
        for (var i = 0; i < Armed.Count; i++)
        {
            if (Armed[i].Name == name)
                Armed[i].Reached();
        }
    }

    /// <summary>Marks a place that some texts reach; kills the process when it is armed with a word that one of them holds.</summary>
    public static void Reached(string name, IEnumerable<string> texts)
    {
        if (Armed.Count == 0)
            return;
        var words = Armed.Where(point => point.Name == name).Select(point => point.Value).OfType<string>().ToArray();
        if (texts.Any(text => words.Any(word => text.Contains(word, StringComparison.Ordinal))))
            Posix.KillThisProcess();
    }

    /// <summary>The value that a fault such as <c>grain.calls=20</c> is armed with, or null.</summary>
    public static string? ValueOf(string name) => Armed.FirstOrDefault(point => point.Name == name)?.Value;
}
