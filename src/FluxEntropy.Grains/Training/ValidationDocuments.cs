using System.IO.Hashing;
using System.Runtime.InteropServices;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Training;

/// <summary>
/// Chooses the documents that a run is measured on. Of a corpus that holds documents out: the first of them in the order of shards and
/// rows. Of any other: ranked documents in the order of a hash of where they are, which has nothing to do with their scores, so that
/// every bin has its share of them.
/// </summary>
internal sealed class ValidationDocuments(
    SessionSettings settings,
    CorpusSettings corpus,
    IGrainFactory grains,
    LocalFileStore files
)
{
    private const int SampledSegments = 64; // of a large corpus: each is a file to read

    /// <summary>Documents of so many tokens, or as many as there are.</summary>
    public Task<List<ValidationDocument>> ChooseAsync(int tokens) =>
        corpus.HeldOutFraction > 0 ? HeldOutAsync(tokens) : SampleAsync(tokens);

    private async Task<List<ValidationDocument>> HeldOutAsync(int needed)
    {
        var chosen = new List<ValidationDocument>();
        await foreach (var (shard, segment) in SegmentsAsync())
        {
            foreach (var document in await DocumentsAsync(shard, segment, isHeldOut: true))
            {
                if (needed <= 0)
                    return chosen;
                chosen.Add(document);
                needed -= document.Tokens;
            }
        }
        return chosen;
    }

    private async Task<List<ValidationDocument>> SampleAsync(int needed)
    {
        var segments = await SegmentsAsync().ToListAsync();
        var candidates = new List<ValidationDocument>();
        var read = 0;
        foreach (var (shard, segment) in segments.OrderBy(one => Draw(one.Shard, one.Segment.Number)))
        {
            if (read == SampledSegments)
                break;
            var documents = await DocumentsAsync(shard, segment, isHeldOut: false);
            candidates.AddRange(documents);
            read += documents.Count > 0 ? 1 : 0;
        }
        var chosen = new List<ValidationDocument>();
        foreach (var document in candidates.OrderBy(document => Draw(document.Shard, document.Row)))
        {
            if (needed <= 0)
                break;
            chosen.Add(document);
            needed -= document.Tokens;
        }
        return chosen;
    }

    private async IAsyncEnumerable<(int Shard, Segment Segment)> SegmentsAsync()
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            await foreach (var segment in grains.Shard(new ShardKey(corpus.Id, shard)).AllSegmentsAsync())
                yield return (shard, segment);
        }
    }

    private async Task<List<ValidationDocument>> DocumentsAsync(int shard, Segment segment, bool isHeldOut)
    {
        var path = DataLayout.ScoreFile(corpus.Id, settings.ProfileHash, shard, segment.Number);
        if (!files.Exists(path))
            return []; // not scored yet
        var scores = ScoreFile.Read(await files.ReadAsync(path), path);
        var values = scores.Column(settings.Metric);
        return
        [
            .. Enumerable
                .Range(0, segment.Rows)
                .Where(i => scores.IsHeldOut(i) == isHeldOut && scores.Tokens[i] > 0)
                .Where(i => isHeldOut || (values is not null && float.IsFinite(values[i])))
                .Select(i => new ValidationDocument(shard, segment.Number, segment.FirstRow + i, scores.Tokens[i])),
        ];
    }

    private static ulong Draw(int shard, int number) =>
        XxHash3.HashToUInt64(MemoryMarshal.AsBytes<int>([shard, number]));
}
