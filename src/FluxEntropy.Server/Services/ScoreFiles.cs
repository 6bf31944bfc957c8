using FluxEntropy.Scores;
using FluxEntropy.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace FluxEntropy.Server.Services;

/// <summary>Score files as they are read for answers; the ones used last stay in memory, at most 64 MiB of them.</summary>
internal sealed class ScoreFiles(IFileStore store) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 64 << 20 });

    /// <summary>The scores of a segment, or null where none are published yet. A published file never changes.</summary>
    public async Task<ScoreFile?> FindAsync(string corpusId, string profileHash, int shard, int segment)
    {
        var path = DataLayout.ScoreFile(corpusId, profileHash, shard, segment);
        if (_cache.TryGetValue(path, out ScoreFile? cached))
            return cached;
        if (!store.Exists(path))
            return null;
        var bytes = await store.ReadAsync(path);
        return _cache.Set(path, ScoreFile.Read(bytes, path), new MemoryCacheEntryOptions { Size = bytes.Length });
    }

    public void Dispose() => _cache.Dispose();
}
