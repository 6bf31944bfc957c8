using FluxEntropy.Scores;
using FluxEntropy.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace FluxEntropy.Server.Services;

/// <summary>Score files as they are read for answers; the ones used last stay in memory, at most 64 MiB of them.</summary>
internal sealed class ScoreFiles(IFileStore store) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 64 << 20 });

    /// <summary>The scores of a segment with its backfills, or null where none are published yet.</summary>
    public async Task<ScoredSegment?> FindAsync(string corpusId, string profileHash, int shard, int segment)
    {
        var scores = new ScoreStore(store, corpusId, profileHash);
        if (await FindAsync(scores.PathOf(shard, segment)) is not { } own)
            return null;
        var backfills = new List<ScoreFile>();
        foreach (var metric in scores.BackfilledMetrics.Where(metric => own.Column(metric) is null))
        {
            if (await FindAsync(scores.PathOf(metric, shard, segment)) is { } backfill)
                backfills.Add(backfill);
        }
        return new ScoredSegment(own, backfills);
    }

    /// <summary>Whether the scores of a segment are published.</summary>
    public bool Exists(string corpusId, string profileHash, int shard, int segment) =>
        store.Exists(new ScoreStore(store, corpusId, profileHash).PathOf(shard, segment));

    public void Dispose() => _cache.Dispose();

    // A published file never changes; one that is not there may come.
    private async Task<ScoreFile?> FindAsync(string path)
    {
        if (_cache.TryGetValue(path, out ScoreFile? cached))
            return cached;
        if (!store.Exists(path))
            return null;
        var bytes = await store.ReadAsync(path);
        return _cache.Set(path, ScoreFile.Read(bytes, path), new MemoryCacheEntryOptions { Size = bytes.Length });
    }
}
