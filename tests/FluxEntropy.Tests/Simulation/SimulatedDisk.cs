namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// A shared disk as POSIX promises it: bytes count after fsync, names (new and deleted ones) after fsync of their folder.
/// A process that dies leaves the cache behind; when the power goes, any part of what was not synced is lost.
/// </summary>
internal sealed class SimulatedDisk
{
    private readonly SortedDictionary<string, Content> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Content> _deleted = []; // and the deletion is not durable

    public IEnumerable<string> Paths => _files.Keys;

    public Content? Find(string path) => _files.GetValueOrDefault(path);

    public bool TryLink(string path, Content content)
    {
        if (!_files.TryAdd(path, content))
            return false;
        _deleted.Remove(path);
        return true;
    }

    public void Replace(string path, Content content) => _files[path] = content;

    public void Delete(string path)
    {
        if (_files.Remove(path, out var content) && content.IsNameDurable)
            _deleted[path] = content;
    }

    public void SyncFolder(string folder)
    {
        foreach (var (path, content) in _files)
            content.IsNameDurable |= FolderOf(path) == folder;
        foreach (var path in _deleted.Keys.Where(path => FolderOf(path) == folder).ToArray())
            _deleted.Remove(path);
    }

    public void LosePower(Random random)
    {
        foreach (
            var (path, content) in _deleted
                .OrderBy(deleted => deleted.Key, StringComparer.Ordinal)
                .Where(_ => random.Next(2) == 0)
        )
            _files.TryAdd(path, content);
        _deleted.Clear();
        foreach (var (path, content) in _files.ToArray())
        {
            if (!content.IsNameDurable && random.Next(2) == 0)
                _files.Remove(path);
            content.LoseCache(random);
        }
    }

    public static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    /// <summary>A file's bytes.</summary>
    internal sealed class Content(ReadOnlySpan<byte> bytes)
    {
        private byte[] _bytes = bytes.ToArray();
        private int _durable = bytes.Length;

        public int Length { get; private set; } = bytes.Length;

        public bool IsNameDurable { get; set; }

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

        public void Write(int offset, ReadOnlySpan<byte> bytes)
        {
            Length = Math.Max(Length, offset + bytes.Length);
            if (_bytes.Length < Length)
                Array.Resize(ref _bytes, Length * 2);
            bytes.CopyTo(_bytes.AsSpan(offset));
            _durable = Math.Min(_durable, offset);
        }

        public void Flush() => _durable = Length;

        public void LoseCache(Random random)
        {
            Length = _durable + random.Next(Length - _durable + 1);
            (_durable, IsNameDurable) = (Length, true);
        }
    }
}
