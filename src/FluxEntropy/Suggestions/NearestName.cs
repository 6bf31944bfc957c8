using Quickenshtein;

namespace FluxEntropy.Suggestions;

/// <summary>Finds the name that was probably meant by one that there is not.</summary>
public static class NearestName
{
    /// <summary>Letters to insert, delete or replace, at most.</summary>
    private const int MaxEdits = 2;

    private const int MaxCharacters = 256;

    /// <summary>
    /// The nearest name within two edits, case ignored, or null: two names that share less than half of their letters have
    /// nothing to do with each other.
    /// </summary>
    /// <param name="said">What was written.</param>
    /// <param name="known">The names that there are.</param>
    public static string? Of(string said, IEnumerable<string> known)
    {
        if (said.Length > MaxCharacters)
            return null;
        var (nearest, least) = ((string?)null, MaxEdits + 1);
        foreach (var name in known.Where(name => Math.Abs(name.Length - said.Length) <= MaxEdits))
        {
            var edits = Levenshtein.GetDistance(said.ToLowerInvariant(), name.ToLowerInvariant());
            if (edits < least && 2 * edits <= Math.Max(said.Length, name.Length))
                (nearest, least) = (name, edits);
        }
        return nearest;
    }

    /// <summary>A question to put behind an error: <c> Did you mean 'sequential'?</c>; empty where nothing is near.</summary>
    /// <inheritdoc cref="Of" path="/param"/>
    public static string Question(string said, IEnumerable<string> known) =>
        Of(said, known) is { } meant ? $" Did you mean '{meant}'?" : "";
}
