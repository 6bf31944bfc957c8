using System.Runtime.CompilerServices;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.V1;
using Google.Protobuf.WellKnownTypes;

namespace FluxEntropy.Server.Services;

/// <summary>The versions of a session's curriculum.</summary>
internal static class CurriculumVersions
{
    /// <summary>Those after a version, oldest first, read a page at a time.</summary>
    public static async IAsyncEnumerable<PastCurriculum> VersionsAfterAsync(
        this ISessionGrain session,
        long version,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        while (await session.HistoryAfter(version) is { Length: > 0 } page)
        {
            foreach (var past in page)
                yield return past;
            version = page[^1].Entry.Version;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A version as a message, with the one that replaced it before its first step.</summary>
    public static CurriculumVersion ToMessage(PastCurriculum past)
    {
        var (entry, replacement) = past;
        var version = new CurriculumVersion
        {
            Version = (ulong)entry.Version,
            FromStep = (ulong)entry.FromStep,
            Curriculum = CurriculumMessages.Of(entry.Curriculum),
            Author = entry.Author,
            Reason = entry.Reason,
            Time = Timestamp.FromDateTimeOffset(entry.Time),
        };
        if (replacement is { } by)
            version.ReplacedBy = (ulong)by;
        return version;
    }
}
