using System.Globalization;

namespace FluxEntropy.Storage;

/// <summary>
/// Named places where a test may have the process die. Off unless the environment variable FLUXENTROPY_FAULT names
/// one: <c>shard.cut</c> kills the process the first time it is reached, <c>shard.cut:3</c> the third time, and
/// <c>scorer.document=poison</c> each time it is reached with a text that holds that word.
/// </summary>
public static class FaultPoints
{
    /// <summary>The environment variable that arms a point.</summary>
    public const string Variable = "FLUXENTROPY_FAULT";

    private static readonly (string? Name, int Visits) Armed = Parse(Environment.GetEnvironmentVariable(Variable));
    private static int _visits;

    /// <summary>Marks a place; kills the process with SIGKILL when that place is armed.</summary>
    public static void Reached(string name)
    {
        if (Armed.Name == name && Interlocked.Increment(ref _visits) == Armed.Visits)
            Posix.KillThisProcess();
    }

    /// <summary>Marks a place that some texts reach; kills the process when it is armed with a word that one of them holds.</summary>
    public static void Reached(string name, IEnumerable<string> texts)
    {
        if (Armed.Name is { } armed && armed.StartsWith(name, StringComparison.Ordinal) && armed.AsSpan(name.Length) is ['=', .. var word])
        {
            foreach (var text in texts)
            {
                if (text.AsSpan().Contains(word, StringComparison.Ordinal))
                    Posix.KillThisProcess();
            }
        }
    }

    internal static (string? Name, int Visits) Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return (null, 0);
        var colon = value.LastIndexOf(':');
        if (colon < 0)
            return (value, 1);
        return int.TryParse(value.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var visits) && visits > 0
            ? (value[..colon], visits)
            : throw new ArgumentException($"{Variable}='{value}': expected NAME or NAME:N with N of at least 1");
    }
}
