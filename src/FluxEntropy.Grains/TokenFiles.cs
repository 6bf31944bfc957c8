using FluxEntropy.Scores;
using FluxEntropy.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace FluxEntropy.Grains;

/// <summary>Token files as they are read for batches and answers; the ones used last stay in memory, at most 64 MiB of them.</summary>
public sealed class TokenFiles(IFileStore store) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = 64 << 20 });

    /// <summary>The tokens of a scored segment. A published file never changes.</summary>
    public async ValueTask<TokenFile> ReadAsync(string corpusId, string tokenSet, int shard, int segment)
    {
        var path = DataLayout.TokenFile(corpusId, tokenSet, shard, segment);
        if (_cache.TryGetValue(path, out TokenFile? cached))
            return cached!;
        var bytes = await store.ReadAsync(path);
        return _cache.Set(path, TokenFile.Read(bytes, path), new MemoryCacheEntryOptions { Size = bytes.Length });
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();
}
