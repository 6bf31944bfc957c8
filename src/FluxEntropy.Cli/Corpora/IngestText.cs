using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Corpora;

/// <summary>What came of an ingest, for people and for scripts.</summary>
internal static class IngestText
{
    /// <summary>
    /// How far an ingest is. Reading runs ahead of the server: of the bytes read, only the share counts whose records are answered.
    /// </summary>
    public static Progress Progress(long bytesRead, long? totalBytes, IngestTally tally, TimeSpan elapsed) =>
        tally.Answered == 0
            ? new(0, totalBytes, $"{Units.Count(tally.Sent, "document")} sent, none acknowledged yet")
            : new(
                bytesRead * Math.Min(1, (double)tally.Answered / Math.Max(1, tally.Sent)),
                totalBytes,
                $"{Units.Count(tally.Answered, "document")} · "
                    + Units.Rate(tally.Answered / elapsed.TotalSeconds, "documents")
            );

    public static object Json(IngestTally tally, TimeSpan elapsed, Corpus corpus) =>
        new
        {
            corpus = corpus.Name,
            tally.Accepted,
            tally.Present,
            tally.Replaced,
            tally.Quarantined,
            tally.TextBytes,
            seconds = elapsed.TotalSeconds,
            corpus.Documents,
            corpus.Pending,
            unmeasured = CorpusText.Unmeasured(corpus),
        };

    /// <summary>What became of the records.</summary>
    public static string Records(IngestTally tally, TimeSpan elapsed)
    {
        var rate = Units.Rate(tally.Answered / elapsed.TotalSeconds, "records");
        var replaced = tally.Replaced > 0 ? $"{tally.Replaced:N0} replaced, " : "";
        return $"{Units.Count(tally.Answered, "record")} in {Units.Duration(elapsed)} "
            + $"({rate}, {Units.Bytes(tally.TextBytes)} of text): {tally.Accepted:N0} accepted, "
            + $"{tally.Present:N0} already present, {replaced}{tally.Quarantined:N0} quarantined.";
    }

    /// <summary>What the corpus holds then.</summary>
    public static string Holds(Corpus corpus)
    {
        var documents = Units.Count((long)corpus.Documents, "document");
        var unmeasured = CorpusText.Unmeasured(corpus);
        return corpus.Pending == 0 && unmeasured > 0
                ? $"Corpus {corpus.Name} holds {documents}, of which {unmeasured:N0} {(unmeasured == 1 ? "has" : "have")} no score: they "
                    + $"are in no ranking and no export ('flux query --corpus {corpus.Name} --id ID' says why)."
            : corpus.Pending == 0 ? $"Corpus {corpus.Name} holds {documents}, all scored."
            : $"Corpus {corpus.Name} holds {documents}, of which {corpus.Pending:N0} are not scored yet.";
    }

    /// <summary>What to do where texts were made by a chat template.</summary>
    public static string ControlTokens(string corpus) =>
        "The chat template's control tokens are written out in the texts. A profile takes them as tokens with "
        + $"'flux profile add {corpus} --parse-special', other profiles as text.";
}
