using FluxEntropy.Grains.Documents;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Scores;
using FluxEntropy.Scores.Tables;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Compaction;

/// <inheritdoc cref="ICompactionGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed class CompactionGrain(IFileStore store) : Grain, ICompactionGrain
{
    /// <summary>Rows of a full table; the segment that reaches them is the last.</summary>
    private const int FullRows = 1 << 20;

    private string _corpus = "";
    private string _profile = "";
    private int _shard;

    private IDocumentGrain Documents => GrainFactory.GetGrain<IDocumentGrain>($"{_corpus}/{_shard}");

    private ScoreTables Tables => new(store, _corpus, _profile, _shard);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = this.GetPrimaryKeyString().Split('/');
        (_corpus, _profile, _shard) = (key[0], key[1], int.Parse(key[2]));
        return Task.CompletedTask;
    }

    public Task<CompactionResult> Compact() => CompactAsync(leastRows: 1);

    public async Task CompactFull()
    {
        var (next, scored) = (await NextSegmentAsync(), store.Files(DataLayout.Scores(_corpus, _profile, _shard)).Count);
        if (next < scored && await EndOfAsync(scored - 1) - (next == 0 ? 0 : await EndOfAsync(next - 1)) >= FullRows)
            await CompactAsync(FullRows);
    }

    // The row after the last of a segment.
    private async Task<int> EndOfAsync(int segment) => await Documents.Segments(segment, 1) is [var bounds] ? bounds.FirstRow + bounds.Rows : 0;

    private async Task<int> NextSegmentAsync() =>
        await Tables.ManifestsAsync() is [.., { Table: var last }] ? last.FirstSegment + last.Segments : 0;

    private async Task<CompactionResult> CompactAsync(int leastRows)
    {
        var result = new CompactionResult(0, 0, 0);
        var next = await NextSegmentAsync();
        while (await GatherAsync(next) is var table && table.Rows.Count >= leastRows)
        {
            var manifest = await Task.Run(() => Tables.PublishAsync(table));
            result = new CompactionResult(result.Tables + 1, result.Rows + manifest.Rows, result.Bytes + manifest.Bytes);
            next += table.Header.Segments;
        }
        return result;
    }

    // Consecutive segments that are scored, until a table is full.
    private async Task<ScoreTable> GatherAsync(int first)
    {
        var parts = new List<(ScoreFile Scores, string[] Ids)>();
        for (var rows = 0; rows < FullRows; rows += parts[^1].Ids.Length)
        {
            var path = DataLayout.ScoreFile(_corpus, _profile, _shard, first + parts.Count);
            if (!store.Exists(path))
                break;
            parts.Add((ScoreFile.Read(await store.ReadAsync(path), path), await Documents.Ids(first + parts.Count)));
        }
        var table = new ScoreTable(new ScoreTableHeader(_corpus, _profile, _shard, first, parts.Count));
        foreach (var (scores, ids) in parts)
            table.Add(scores, ids);
        return table;
    }
}
