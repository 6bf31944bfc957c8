using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Profiles;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

/// <summary>Corpora as people and as scripts read them.</summary>
internal static class CorpusText
{
    public static object Json(Corpus corpus) =>
        new
        {
            corpus.Name,
            corpus.Id,
            corpus.Shards,
            corpus.Groups,
            corpus.HeldOutFraction,
            created = corpus.Created?.ToDateTimeOffset(),
            profile = corpus.Profile is null ? null : ProfileText.Json(corpus.Profile),
            corpus.Documents,
            corpus.TextBytes,
            corpus.Indexed,
            corpus.Pending,
            corpus.Quarantined,
            corpus.Deleted,
            corpus.Ranked,
            corpus.HeldOut,
            corpus.Tokens,
            unmeasured = Unmeasured(corpus),
            notScored = corpus.NotScored.Select(gap => new { gap.Metric, gap.Documents }),
            corpus.Problem,
        };

    /// <summary>
    /// Documents that were scored and have no score: the model could not measure them, such as a single token without BOS.
    /// </summary>
    public static ulong Unmeasured(Corpus corpus)
    {
        var others =
            corpus.Ranked
            + corpus.HeldOut
            + (corpus.NotScored.FirstOrDefault(gap => gap.Metric == "entropy.mean")?.Documents ?? 0);
        return corpus.Indexed > others ? corpus.Indexed - others : 0;
    }

    /// <summary>Says that documents are not scored under a metric, and what adds it.</summary>
    public static string NotScored(ulong documents, ulong all, string metric, string corpus) =>
        $"{documents:N0} of {all:N0} documents are not scored under it; 'flux corpus rescore {corpus} --metrics {metric}' adds it";

    /// <summary>The facts of a corpus as pairs of name and value.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(Corpus corpus)
    {
        yield return ("documents", $"{corpus.Documents:N0} ({Units.Bytes((long)corpus.TextBytes)} of text)");
        yield return ("scored", $"{corpus.Indexed:N0} ({Units.Count((long)corpus.Tokens, "token")})");
        if (Unmeasured(corpus) is > 0 and var unmeasured)
            yield return (
                "without a score",
                $"{unmeasured:N0} (in no ranking and no export; 'flux query --corpus {corpus.Name} --id ID' says why)"
            );
        yield return ("pending", $"{corpus.Pending:N0}");
        yield return (
            "quarantined",
            corpus.Quarantined == 0 ? "0" : $"{corpus.Quarantined:N0} (see 'flux corpus quarantine {corpus.Name}')"
        );
        yield return ("deleted", $"{corpus.Deleted:N0}");
        yield return ("ranked", $"{corpus.Ranked:N0}");
        foreach (var gap in corpus.NotScored)
            yield return (gap.Metric, NotScored(gap.Documents, corpus.Indexed, gap.Metric, corpus.Name));
        yield return ("held out", $"{corpus.HeldOut:N0} ({Units.Percent(corpus.HeldOutFraction)} of texts)");
        yield return ("shards", $"{corpus.Shards} over {Units.Count(corpus.Groups, "aggregator")}");
        if (corpus.Profile is { } profile)
        {
            yield return ("profile", ProfileText.Line(profile));
            yield return ("profile hash", profile.Hash);
        }

        yield return (
            "created",
            corpus.Created is null ? "" : $"{corpus.Created.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC"
        );
        yield return ("id", corpus.Id);
    }
}
