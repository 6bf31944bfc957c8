using System.Buffers.Binary;

namespace FluxEntropy.Exports;

/// <summary>
/// Writes documents into token shards of a layout, one after another; a document may span two. A shard gets its name
/// only once it is complete and on disk.
/// </summary>
/// <param name="layout">Header and width of the tokens.</param>
/// <param name="separator">Token before every document.</param>
/// <param name="shardTokens">Maximum tokens of a shard, 1 to <see cref="TokenLayout.MaxTokens"/>.</param>
/// <param name="pathOf">Path of the shard with a given number, from 0.</param>
public sealed class TokenShardWriter(TokenLayout layout, int separator, int shardTokens, Func<int, string> pathOf)
    : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly List<(string Path, long Tokens)> _shards = [];
    private FileStream? _file;
    private int _tokens; // in the open shard

    /// <summary>Complete shards, with the number of tokens in each.</summary>
    public IReadOnlyList<(string Path, long Tokens)> Shards => _shards;

    /// <summary>Tokens written, separators included.</summary>
    public long Tokens { get; private set; }

    /// <summary>
    /// Adds a document: the separator, then its tokens, without a leading one that already is the separator.
    /// </summary>
    /// <exception cref="InvalidDataException">A token does not fit the layout; nothing was written.</exception>
    public void Add(ReadOnlySpan<uint> document)
    {
        foreach (var token in document)
        {
            if (token > layout.LargestToken)
                throw new InvalidDataException(
                    $"token {token} does not fit into the {layout.TokenBytes} bytes of layout {layout.Name}; "
                        + "export in another layout."
                );
        }
        if (document is [var first, ..] && first == separator)
            document = document[1..];
        Write((uint)separator);
        foreach (var token in document)
            Write(token);
    }

    /// <summary>Completes the last shard.</summary>
    public void Finish()
    {
        if (_file is null)
            return;
        Span<byte> header = stackalloc byte[TokenLayout.HeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(header, layout.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], layout.Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], _tokens);
        _file.Seek(0, SeekOrigin.Begin);
        _file.Write(header);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        _file = null;
        var path = pathOf(_shards.Count);
        File.Move(path + ".partial", path, overwrite: true);
        _shards.Add((path, _tokens));
        _tokens = 0;
    }

    /// <summary>Leaves an incomplete shard under its temporary name; what a full disk does not take of it is lost.</summary>
    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException)
        {
            // Whoever wrote was told already; the shard is incomplete either way.
        }
    }

    private void Write(uint token)
    {
        if (_tokens == shardTokens)
            Finish();
        if (_file is null)
        {
            var path = pathOf(_shards.Count);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            _file = new FileStream(path + ".partial", FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
            _file.Write(new byte[TokenLayout.HeaderBytes]);
        }
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, token);
        _file.Write(bytes[..layout.TokenBytes]);
        _tokens++;
        Tokens++;
    }
}
