using FluxEntropy.Curricula;
using FluxEntropy.V1;
using Google.Protobuf.WellKnownTypes;

namespace FluxEntropy.Server.Services;

/// <summary>The versions of a session's curriculum as messages.</summary>
internal static class CurriculumVersions
{
    /// <summary>All of them, each with the one that replaced it before its first step.</summary>
    public static IEnumerable<CurriculumVersion> Of(IReadOnlyList<CurriculumEntry> entries)
    {
        var history = new Sessions.CurriculumHistory();
        foreach (var entry in entries)
            history.Add(entry);
        foreach (var entry in entries)
        {
            var version = new CurriculumVersion
            {
                Version = (ulong)entry.Version,
                FromStep = (ulong)entry.FromStep,
                Curriculum = CurriculumMessages.Of(entry.Curriculum),
                Author = entry.Author,
                Reason = entry.Reason,
                Time = Timestamp.FromDateTimeOffset(entry.Time),
            };
            if (history.ReplacementOf(entry) is { } replacement)
                version.ReplacedBy = (ulong)replacement;
            yield return version;
        }
    }
}
