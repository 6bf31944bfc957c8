using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Compares a corpus with what its clients saw acknowledged.</summary>
internal sealed class ExpectationVerifier(CorpusSettings corpus, IReadOnlyList<ShardContent> shards, Findings findings)
{
    public void Run(ExpectedDocuments expected)
    {
        var documents = expected.Of(corpus.Name);
        findings.Counts.Expected += documents.Count;
        foreach (var shard in documents.GroupBy(document => DocumentId.ShardOf(document.Key, shards.Count)))
            FindLost(shard.Key, shard);
        for (var shard = 0; shard < shards.Count; shard++)
            FindUnexpected(shard, documents, expected.NamesAllThatWasSent);
    }

    private void FindLost(int shard, IEnumerable<KeyValuePair<string, UInt128?>> documents)
    {
        var counted = shards[shard].MissingRows; // each is one of the acknowledged documents that are missing
        var content = shards[shard];
        var deleted = content.Deleted.Select(row => (row.Value, content.Rows[row.Key].TextHash)).ToHashSet();
        foreach (var (id, acknowledged) in documents)
        {
            if (acknowledged is not { } hash)
            {
                if (content.Ids.TryGetValue(id, out var live))
                    findings.Unexpected(
                        "rows",
                        DataLayout.ShardLog(corpus.Id, shard),
                        $"'{id}' was deleted, which was acknowledged, and is live as row {live}"
                    );
                continue;
            }

            if (IsLive(content, id, hash) || deleted.Contains((id, hash)) || content.Quarantined.Contains((id, hash)))
                continue;
            var what =
                $"'{id}' with text hash {DocumentContent.Hex(hash)} was acknowledged, and is neither a row nor set aside";
            if (counted-- > 0)
                findings.Problem("rows", DataLayout.ShardLog(corpus.Id, shard), what);
            else
                findings.Lost("rows", DataLayout.ShardLog(corpus.Id, shard), what);
        }
    }

    private static bool IsLive(ShardContent shard, string id, UInt128 hash) =>
        shard.Ids.TryGetValue(id, out var row) && shard.Rows[row].TextHash == hash;

    private void FindUnexpected(int shard, IReadOnlyDictionary<string, UInt128?> documents, bool allWasNamed)
    {
        foreach (var (id, row) in shards[shard].Ids.Where(id => !documents.ContainsKey(id.Key)))
        {
            findings.Counts.NotExpected++;
            if (allWasNamed)
                findings.Unexpected(
                    "rows",
                    DataLayout.ShardLog(corpus.Id, shard),
                    $"row {row} ('{id}') was never sent"
                );
        }
    }
}
