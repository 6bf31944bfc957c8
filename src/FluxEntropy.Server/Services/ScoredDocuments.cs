using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>What an answer tells of each document beside its scores, and of which documents it tells.</summary>
internal readonly record struct DocumentDetail(bool Text, bool Tokens, IReadOnlyDictionary<string, string> Where)
{
    /// <summary>Whether a document has the metadata asked for.</summary>
    public bool Takes(ShardDocument document) =>
        Where.All(field => document.Metadata.TryGetValue(field.Key, out var value) && value == field.Value);
}

/// <summary>Puts documents and their scores together for an answer.</summary>
internal sealed class ScoredDocuments(IGrainFactory grains, ScoreFiles scores, TokenFiles tokens)
{
    private const int RowsACall = 256;
    private const int TextsACall = 16; // of documents by id: a text has up to 16 MiB

    /// <summary>Documents by id, in the order asked.</summary>
    public async IAsyncEnumerable<ScoredDocument> ByIdAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        IEnumerable<string> ids,
        bool includeText,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var part in ids.Chunk(includeText ? TextsACall : RowsACall))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var document in await PartByIdAsync(corpus, profile, part, includeText))
                yield return document;
        }
    }

    private async Task<ScoredDocument[]> PartByIdAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        string[] ids,
        bool includeText
    )
    {
        var answers = new ScoredDocument[ids.Length];
        var shards = ids.Select((id, index) => (id, index)).GroupBy(item => DocumentId.ShardOf(item.id, corpus.Shards));
        await Task.WhenAll(
            shards.Select(async shard =>
            {
                var items = shard.ToArray();
                var found = await Shard(corpus, shard.Key).Find([.. items.Select(item => item.id)], includeText);
                for (var i = 0; i < items.Length; i++)
                {
                    answers[items[i].index] = found[i] is { } document
                        ? await DescribeAsync(corpus, profile, shard.Key, document)
                        : new ScoredDocument { Id = items[i].id, State = ScoredDocument.Types.State.Unknown };
                }
            })
        );
        return answers;
    }

    /// <summary>Documents of a page of an ordering, in its order, less those deleted since it was read.</summary>
    public async Task<IEnumerable<ScoredDocument>> ByRowAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        RankedPage page,
        DocumentDetail detail
    )
    {
        var answers = new ScoredDocument?[page.Entries.Count];
        var shards = page.Entries.Select((entry, index) => (entry, index)).GroupBy(item => item.entry.Shard);
        await Task.WhenAll(
            shards.Select(async shard =>
            {
                foreach (var items in shard.Chunk(RowsACall))
                {
                    var documents = await Shard(corpus, shard.Key)
                        .Rows([.. items.Select(item => item.entry.Row)], detail.Text);
                    for (var i = 0; i < items.Length; i++)
                    {
                        if (documents[i].Row.IsDeleted || !detail.Takes(documents[i]))
                            continue;
                        var answer = await DescribeAsync(corpus, profile, shard.Key, documents[i], detail.Tokens);
                        answer.Rank = (ulong)page.RankOf(items[i].index);
                        answers[items[i].index] = answer;
                    }
                }
            })
        );
        return answers.OfType<ScoredDocument>();
    }

    /// <summary>Scored documents that are held out for validation, shard after shard in the order of rows, less deleted ones.</summary>
    public async IAsyncEnumerable<ScoredDocument> HeldOutAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        DocumentDetail detail,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            var grain = Shard(corpus, shard);
            await foreach (var segment in grain.AllSegmentsAsync().WithCancellation(cancellationToken))
            {
                if (await scores.FindAsync(corpus.Id, profile.Hash, shard, segment.Number) is not { } file)
                    continue; // not scored yet
                var rows = Enumerable
                    .Range(0, segment.Rows)
                    .Where(file.Scores.IsHeldOut)
                    .Select(index => segment.FirstRow + index);
                foreach (var part in rows.Chunk(RowsACall))
                {
                    foreach (var document in await grain.Rows(part, detail.Text))
                    {
                        if (!document.Row.IsDeleted && detail.Takes(document))
                            yield return await DescribeAsync(corpus, profile, shard, document, detail.Tokens);
                    }
                }
            }
        }
    }

    private async Task<ScoredDocument> DescribeAsync(
        CorpusSettings corpus,
        ScoringProfile profile,
        int shard,
        ShardDocument document,
        bool includeTokens = false
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
            Text = document.Text,
            TextHash = DocumentContent.Hex(row.TextHash),
        };
        foreach (var (field, value) in document.Metadata)
            answer.Metadata.Add(field, value);
        if (row.Segment is { } segment && await scores.FindAsync(corpus.Id, profile.Hash, shard, segment) is { } file)
        {
            AddScores(answer, file, row.Row - file.Scores.Header.FirstRow);
            if (includeTokens)
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
