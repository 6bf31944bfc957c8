using FluxEntropy.Grains.Documents;
using FluxEntropy.Ingest;
using FluxEntropy.Scores;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Puts documents and their scores together for an answer.</summary>
internal sealed class ScoredDocuments(IGrainFactory grains, ScoreFiles scores)
{
    private const int RowsACall = 256;

    /// <summary>Documents by id, in the order asked.</summary>
    public async Task<ScoredDocument[]> ByIdAsync(CorpusSettings corpus, ScoringProfile profile, IReadOnlyList<string> ids, bool includeText)
    {
        var answers = new ScoredDocument[ids.Count];
        var shards = ids.Select((id, index) => (id, index)).GroupBy(item => DocumentId.ShardOf(item.id, corpus.Shards));
        await Task.WhenAll(shards.Select(async shard =>
        {
            var items = shard.ToArray();
            var found = await Shard(corpus, shard.Key).Find([.. items.Select(item => item.id)], includeText);
            for (var i = 0; i < items.Length; i++)
            {
                answers[items[i].index] = found[i] is { } location
                    ? await DescribeAsync(corpus, profile.Hash, shard.Key, location)
                    : new ScoredDocument { Id = items[i].id, State = ScoredDocument.Types.State.Unknown };
            }
        }));
        return answers;
    }

    /// <summary>Documents of a page of an ordering, in its order, less those deleted since it was read.</summary>
    public async Task<IEnumerable<ScoredDocument>> ByRowAsync(CorpusSettings corpus, ScoringProfile profile, RankedPage page, bool includeText)
    {
        var answers = new ScoredDocument?[page.Entries.Count];
        var shards = page.Entries.Select((entry, index) => (entry, index)).GroupBy(item => item.entry.Shard);
        await Task.WhenAll(shards.Select(async shard =>
        {
            foreach (var items in shard.Chunk(RowsACall))
            {
                var locations = await Shard(corpus, shard.Key).Rows([.. items.Select(item => item.entry.Row)], includeText);
                for (var i = 0; i < items.Length; i++)
                {
                    if (locations[i].IsDeleted)
                        continue;
                    var document = await DescribeAsync(corpus, profile.Hash, shard.Key, locations[i]);
                    document.Rank = (ulong)page.RankOf(items[i].index);
                    answers[items[i].index] = document;
                }
            }
        }));
        return answers.OfType<ScoredDocument>();
    }

    private async Task<ScoredDocument> DescribeAsync(CorpusSettings corpus, string profileHash, int shard, RowLocation location)
    {
        var document = new ScoredDocument
        {
            Id = location.Id,
            State = ScoredDocument.Types.State.Pending,
            Shard = (uint)shard,
            Row = (ulong)location.Row,
            HeldOut = location.HeldOut,
            Text = location.Text ?? "",
            TextHash = DocumentContent.Hex(location.TextHash),
        };
        document.Metadata.Add(location.Metadata);
        if (location.Segment is { } segment && await scores.FindAsync(corpus.Id, profileHash, shard, segment) is { } file)
            AddScores(document, file, location.Row - file.Header.FirstRow);
        return document;
    }

    private static void AddScores(ScoredDocument document, ScoreFile file, int index)
    {
        document.Tokens = (uint)file.Tokens[index];
        document.Failure = file.Failure(index) ?? "";
        document.State = file.Status(index) == RowStatus.Failed ? ScoredDocument.Types.State.Failed : ScoredDocument.Types.State.Scored;
        foreach (var metric in file.Header.Metrics)
        {
            if (file.Column(metric)[index] is var value && !float.IsNaN(value))
                document.Metrics[metric] = value;
        }
    }

    private IDocumentGrain Shard(CorpusSettings corpus, int shard) => grains.GetGrain<IDocumentGrain>($"{corpus.Id}/{shard}");
}
