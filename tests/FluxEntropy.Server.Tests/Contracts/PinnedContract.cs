using System.Globalization;

namespace FluxEntropy.Server.Tests.Contracts;

/// <summary>
/// A contract as lines of a text file, <c>part / member: what it is</c>, against which the contract of this build is held. Numbers
/// are members, so that one that changes its meaning is seen.
/// </summary>
/// <param name="File">The file, whose name a message can be read with.</param>
/// <param name="Members">What each member is.</param>
internal sealed record PinnedContract(string File, IReadOnlyDictionary<string, string> Members)
{
    private const string Separator = ": ";

    public static PinnedContract Read(string file) =>
        new(
            file,
            System
                .IO.File.ReadLines(file)
                .Where(line => line.Length > 0 && line[0] != '#')
                .Select(line => line.Split(Separator, 2))
                .ToDictionary(parts => parts[0], parts => parts[1])
        );

    /// <summary>What is said of a message without fields.</summary>
    public const string NoFields = "no fields";

    /// <summary>Writes the file: the comment on top, then a paragraph for each part.</summary>
    public void Write(string comment)
    {
        var lines = new List<string> { $"# {comment}" };
        foreach (var part in Members.GroupBy(member => Part(member.Key)))
        {
            lines.Add("");
            lines.AddRange(part.Select(member => $"{member.Key}{Separator}{member.Value}"));
        }
        System.IO.File.WriteAllLines(File, lines);
    }

    /// <summary>
    /// What a build with other members breaks, a line each: members that are gone, have another number, or are something else.
    /// </summary>
    public IEnumerable<string> Broken(IReadOnlyDictionary<string, string> members)
    {
        foreach (var (member, was) in Members)
        {
            if (members.TryGetValue(member, out var value))
            {
                if (value != was)
                    yield return $"changed: {member} was '{was}' and is '{value}'";
            }
            else if (was == NoFields && members.Keys.Any(other => Part(other) == member))
            {
                continue; // a message that had none has some
            }
            else if (Moved(member, was, members) is { } moved)
            {
                yield return $"renumbered: {member} '{was}' is {moved} now";
            }
            else
            {
                yield return $"removed: {member} '{was}'";
            }
        }
    }

    /// <summary>What a build has that the file lacks.</summary>
    public IEnumerable<string> Added(IReadOnlyDictionary<string, string> members) =>
        members
            .Where(member => !Members.ContainsKey(member.Key))
            .Select(member => $"added: {member.Key}{Separator}{member.Value}");

    // The same thing under a number of the same part that is new.
    private string? Moved(string member, string was, IReadOnlyDictionary<string, string> members) =>
        members
            .Where(other => !Members.ContainsKey(other.Key) && other.Value == was && Part(other.Key) == Part(member))
            .Select(other => other.Key)
            .FirstOrDefault();

    /// <summary>The part that a member belongs to.</summary>
    public static string Part(string member) => member.Split(" / ")[0];

    /// <summary>The number of a member, or 0 for one that has a name.</summary>
    public static int Number(string member) =>
        int.TryParse(member.Split(" / ")[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
