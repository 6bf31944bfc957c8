using FluxEntropy.Leasing;
using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Scoring;

/// <summary>The files that hold what was scored of a segment, encoded.</summary>
public sealed class SegmentFiles
{
    private readonly (string Path, byte[] Content) _tokens;
    private readonly (string Path, byte[] Content) _scores;

    private SegmentFiles((string Path, byte[] Content) tokens, (string Path, byte[] Content) scores) =>
        (_tokens, _scores) = (tokens, scores);

    /// <summary>Path of the score file of a segment.</summary>
    public static string ScorePath(SegmentLease lease) =>
        DataLayout.ScoreFile(lease.CorpusId, lease.ProfileHash, lease.Shard, lease.Segment);

    /// <summary>Encodes them.</summary>
    /// <param name="lease">The segment.</param>
    /// <param name="tokenSet">Token set that its profile fills.</param>
    /// <param name="header">Header of its score file.</param>
    /// <param name="scores">The score of each row, in order.</param>
    /// <param name="heldOut">Whether each row is held out.</param>
    public static SegmentFiles Encode(
        SegmentLease lease,
        string tokenSet,
        ScoreFileHeader header,
        IReadOnlyList<DocumentScore> scores,
        IReadOnlyList<bool> heldOut
    ) =>
        new(
            (
                DataLayout.TokenFile(lease.CorpusId, tokenSet, lease.Shard, lease.Segment),
                TokenFile.Encode(header.FirstRow, [.. scores.Select(score => score.TokenIds)])
            ),
            (ScorePath(lease), ScoreFile.Encode(header, scores, heldOut))
        );

    /// <summary>Publishes them, the token file first: where a segment has scores, it has tokens.</summary>
    /// <returns>Whether these are the segment's scores; false where another scorer was first.</returns>
    public async Task<bool> PublishAsync(IFileStore store)
    {
        await store.PublishAsync(_tokens.Path, _tokens.Content);
        FaultPoints.Reached("scorer.before-publish");
        var won = await store.PublishAsync(_scores.Path, _scores.Content);
        FaultPoints.Reached("scorer.after-publish");
        return won;
    }
}
