using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using FluxEntropy.Scores;
using FluxEntropy.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace FluxEntropy.Grains.Tokens;

/// <summary>
/// Reads rows of token files in place. The files used last stay open, 2,048 small ones or fewer large ones; each is verified as a whole
/// when it is first opened. A published file never changes.
/// </summary>
public sealed class TokenFiles(IFileStore store) : IDisposable
{
    private const long OpenBytes = 8 << 20;
    private const int BytesAFile = 4 << 10; // beside its offsets, generously
    private const int MaxVerified = 1 << 20;

    private readonly MemoryCache _open = new(new MemoryCacheOptions { SizeLimit = OpenBytes });
    private readonly ConcurrentDictionary<ulong, byte> _verified = []; // hashes of paths

    /// <summary>Copies tokens of a row from one on, as many as the destination is long.</summary>
    public async ValueTask CopyAsync(
        string corpusId,
        string tokenSet,
        int shard,
        int segment,
        int row,
        int from,
        Memory<int> destination
    )
    {
        while (true)
        {
            var file = await OpenAsync(corpusId, tokenSet, shard, segment);
            try
            {
                await file.CopyToAsync(row, from, destination);
                return;
            }
            catch (ObjectDisposedException)
            {
                // Others pushed it out of those that stay open: it is opened again.
            }
        }
    }

    /// <summary>All tokens of a row.</summary>
    public async ValueTask<int[]> ReadAsync(string corpusId, string tokenSet, int shard, int segment, int row)
    {
        var tokens = new int[(await OpenAsync(corpusId, tokenSet, shard, segment)).Length(row)];
        await CopyAsync(corpusId, tokenSet, shard, segment, row, 0, tokens);
        return tokens;
    }

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();

    private async ValueTask<OpenTokenFile> OpenAsync(string corpusId, string tokenSet, int shard, int segment)
    {
        var path = DataLayout.TokenFile(corpusId, tokenSet, shard, segment);
        if (_open.TryGetValue(path, out OpenTokenFile? known))
            return known!;
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(path.AsSpan()));
        var file = await OpenTokenFile.OpenAsync(store, path, _verified.ContainsKey(hash));
        if (_verified.Count >= MaxVerified)
            _verified.Clear();
        _verified.TryAdd(hash, 0);
        return _open.Set(
            path,
            file,
            new MemoryCacheEntryOptions { Size = BytesAFile + file.Rows * sizeof(int) }.RegisterPostEvictionCallback(
                (_, evicted, _, _) => ((OpenTokenFile)evicted!).Dispose()
            )
        );
    }
}
