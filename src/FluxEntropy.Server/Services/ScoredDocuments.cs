using System.Runtime.CompilerServices;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Scores;
using FluxEntropy.Server.Limits;
using FluxEntropy.Shards;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>What an answer tells of each document beside its scores, and of which documents it tells.</summary>
internal readonly record struct DocumentDetail(
    bool Text,
    bool Tokens = false,
    IReadOnlyDictionary<string, string>? Where = null
)
{
    /// <summary>Whether what is told of a document is as long as its text.</summary>
    public bool IsLong => Text || Tokens;

    /// <summary>Whether a document has the metadata asked for.</summary>
    public bool Takes(ShardDocument document) =>
        Where is null
        || Where.All(field => document.Metadata.TryGetValue(field.Key, out var value) && value == field.Value);
}

/// <summary>Puts documents and their scores together for an answer.</summary>
internal sealed class ScoredDocuments(IGrainFactory grains, ScoreFiles scores, TokenFiles tokens)
{
    private const int RowsAtOnce = 256;

    /// <summary>Documents by id, in the order asked.</summary>
    public async IAsyncEnumerable<ScoredDocument> ByIdAsync(
        AnswerReader reader,
        CorpusSettings corpus,
        ScoringProfile profile,
        IReadOnlyList<string> ids,
        bool includeText,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var documents = reader.ReadAsync(
            ids,
            id => DocumentId.ShardOf(id, corpus.Shards),
            (shard, asked, bytes) => Shard(corpus, shard).FindWithin(asked, includeText, bytes),
            includeText,
            cancellationToken
        );
        await foreach (var (id, document) in documents)
            yield return document is null
                ? new ScoredDocument { Id = id, State = ScoredDocument.Types.State.Unknown }
                : await DescribeAsync(
                    corpus,
                    profile,
                    DocumentId.ShardOf(id, corpus.Shards),
                    document,
                    new DocumentDetail(includeText)
                );
    }

    /// <summary>Documents of a page of an ordering, in its order, less those deleted since it was read.</summary>
    public async IAsyncEnumerable<ScoredDocument> ByRowAsync(
        AnswerReader reader,
        CorpusSettings corpus,
        ScoringProfile profile,
        RankedPage page,
        DocumentDetail detail,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rows = page.Entries.Select((entry, index) => (entry.Shard, entry.Row, Rank: page.RankOf(index))).ToList();
        await foreach (var (row, document) in ReadAsync(reader, corpus, rows, detail, cancellationToken))
        {
            var answer = await DescribeAsync(corpus, profile, row.Shard, document, detail);
            answer.Rank = (ulong)row.Rank;
            yield return answer;
        }
    }

    /// <summary>Scored documents that are held out for validation, shard after shard in the order of rows, less deleted ones.</summary>
    public async IAsyncEnumerable<ScoredDocument> HeldOutAsync(
        AnswerReader reader,
        CorpusSettings corpus,
        ScoringProfile profile,
        DocumentDetail detail,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            await foreach (var segment in Shard(corpus, shard).AllSegmentsAsync().WithCancellation(cancellationToken))
            {
                if (await scores.FindAsync(corpus.Id, profile.Hash, shard, segment.Number) is not { } file)
                    continue; // not scored yet
                var rows = Enumerable
                    .Range(0, segment.Rows)
                    .Where(file.Scores.IsHeldOut)
                    .Select(index => (shard, Row: segment.FirstRow + index, Rank: 0L));
                foreach (var part in rows.Chunk(RowsAtOnce))
                {
                    await foreach (var (row, document) in ReadAsync(reader, corpus, part, detail, cancellationToken))
                        yield return await DescribeAsync(corpus, profile, row.Shard, document, detail);
                }
            }
        }
    }

    private async IAsyncEnumerable<((int Shard, int Row, long Rank) Row, ShardDocument Document)> ReadAsync(
        AnswerReader reader,
        CorpusSettings corpus,
        IReadOnlyList<(int Shard, int Row, long Rank)> rows,
        DocumentDetail detail,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var documents = reader.ReadAsync(
            rows,
            row => row.Shard,
            async (shard, asked, bytes) =>
                await Shard(corpus, shard).RowsWithin([.. asked.Select(row => row.Row)], detail.IsLong, bytes),
            detail.IsLong,
            cancellationToken
        );
        await foreach (var (row, document) in documents)
        {
            if (document is { Row.IsDeleted: false } && detail.Takes(document))
                yield return (row, document);
        }
    }

    private async Task<ScoredDocument> DescribeAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        int shard,
        ShardDocument document,
        DocumentDetail detail
    )
    {
        var row = document.Row;
        var answer = new ScoredDocument
        {
            Id = row.Id,
            State = ScoredDocument.Types.State.Pending,
            Shard = (uint)shard,
            Row = (ulong)row.Row,
            HeldOut = row.HeldOut,
            Text = detail.Text ? document.Text : "",
            TextHash = DocumentContent.Hex(row.TextHash),
        };
        foreach (var (field, value) in document.Metadata)
            answer.Metadata.Add(field, value);
        if (row.Segment is { } segment && await scores.FindAsync(corpus.Id, profile.Hash, shard, segment) is { } file)
        {
            AddScores(answer, file, row.Row - file.Scores.Header.FirstRow);
            if (detail.Tokens)
                answer.TokenIds.AddRange(
                    (await tokens.ReadAsync(corpus.Id, profile.TokenSet, shard, segment, row.Row)).Select(id =>
                        (uint)id
                    )
                );
        }
        return answer;
    }

    private static void AddScores(ScoredDocument document, ScoredSegment segment, int index)
    {
        var file = segment.Scores;
        document.Tokens = (uint)file.Tokens[index];
        document.Failure = file.Failure(index) ?? "";
        document.State =
            file.Status(index) == RowStatus.Failed
                ? ScoredDocument.Types.State.Failed
                : ScoredDocument.Types.State.Scored;
        foreach (var metric in segment.Metrics)
        {
            if (segment.Column(metric)![index] is var value && !float.IsNaN(value))
                document.Metrics[metric] = value;
        }

        // Score files of before give no reason.
        if (file.Status(index) != RowStatus.Unranked || document.Metrics.Count > 0)
            return;
        document.State = ScoredDocument.Types.State.Failed;
        document.Failure =
            $"{document.Tokens} token{(document.Tokens == 1 ? "" : "s")}: there is no position to measure";
    }

    private IDocumentGrain Shard(CorpusSettings corpus, int shard) => grains.Shard(new ShardKey(corpus.Id, shard));
}
