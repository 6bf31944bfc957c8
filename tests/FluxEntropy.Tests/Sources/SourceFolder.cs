using System.IO.Compression;
using System.Text;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using ZstdSharp;

namespace FluxEntropy.Tests.Sources;

/// <summary>Files of a test's own, and what is read from them.</summary>
internal sealed class SourceFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = _folder[name];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Packed(string archive, byte[] bytes) =>
        archive switch
        {
            "gz" => Gzip(bytes),
            "zst" => Zstd(bytes),
            _ => bytes,
        };

    public static byte[] Gzip(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Zstd(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var zstd = new CompressionStream(packed))
            zstd.Write(bytes);
        return packed.ToArray();
    }

    public static Task<List<SourceItem>> Read(string path, SourceOptions? options = null) =>
        Read(SourceSet.Open([path]), options);

    public static async Task<List<SourceItem>> Read(SourceSet sources, SourceOptions? options = null) =>
        await sources
            .ReadAsync(options ?? new(), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Documents of a source in which nothing was set aside.</summary>
    public static async Task<List<SourceDocument>> Documents(string path, SourceOptions? options = null)
    {
        var items = await Read(path, options);
        Assert.Empty(items.OfType<SourceRejection>());
        return [.. items.OfType<SourceDocument>()];
    }

    public static Task<List<SourceItem>> Piped(byte[] bytes, SourceOptions? options = null) =>
        Read(SourceSet.Open(["-"], new Pipe(bytes)), options);

    /// <summary>The only thing that was found: a reason why there is no document.</summary>
    public static async Task<SourceRejection> Rejection(string path, SourceOptions? options = null) =>
        Assert.IsType<SourceRejection>(Assert.Single(await Read(path, options)));

    public void Dispose() => _folder.Dispose();

    /// <summary>A stream that cannot be sought in and gives a byte here, a few there.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
