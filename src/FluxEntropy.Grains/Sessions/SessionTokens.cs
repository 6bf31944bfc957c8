using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Sessions;

namespace FluxEntropy.Grains.Sessions;

/// <summary>Reads the tokens of planned rows.</summary>
internal sealed class SessionTokens(SessionSettings settings, IGrainFactory grains, TokenFiles files)
{
    private const int BoundsPage = 1000;

    private readonly Dictionary<int, List<int>> _firstRows = []; // of each shard's segments, as far as they were needed

    public async ValueTask ReadAsync(int shard, int row, int from, Memory<int> destination)
    {
        var segment = await SegmentOfAsync(shard, row);
        await files.CopyAsync(settings.CorpusId, settings.TokenSet, shard, segment, row, from, destination);
    }

    private async ValueTask<int> SegmentOfAsync(int shard, int row)
    {
        if (!_firstRows.TryGetValue(shard, out var firstRows))
            _firstRows.Add(shard, firstRows = []);
        // The last segment known may end before the row: only a segment that begins beyond it proves otherwise.
        while (firstRows.Count == 0 || firstRows[^1] <= row)
        {
            var known = firstRows.Count;
            var more = await grains.Shard(new ShardKey(settings.CorpusId, shard)).Segments(known, BoundsPage);
            if (firstRows.Count == known) // a step that is read ahead may have asked the same meanwhile
                firstRows.AddRange(more.Select(bounds => bounds.FirstRow));
            if (more.Length < BoundsPage)
                break;
        }
        var found = firstRows.BinarySearch(row);
        return found >= 0 ? found : ~found - 1;
    }
}
