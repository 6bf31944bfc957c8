using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Keys of metadata as documents are read, by several threads at once; bounded, whatever the documents hold.</summary>
/// <param name="find">Keys to meet.</param>
internal sealed class MetadataKeySet(IEnumerable<string> find)
{
    private const int MaxKeys = 1000;
    private const int MaxCharacters = 256;

    private readonly Lock _lock = new();
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);
    private readonly HashSet<string> _missing = [.. find];
    private readonly bool _findsAny = find.Any();
    private bool _more;
    private ulong _documents;

    /// <summary>Whether there were keys to meet, and each was met.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
                return _findsAny && _missing.Count == 0;
        }
    }

    /// <summary>Adds the keys of a document.</summary>
    public void Add(IEnumerable<string> keys)
    {
        lock (_lock)
        {
            _documents++;
            foreach (var key in keys)
            {
                _missing.Remove(key);
                if (_keys.Contains(key))
                    continue;
                if (_keys.Count < MaxKeys && key.Length <= MaxCharacters)
                    _keys.Add(key);
                else
                    _more = true;
            }
        }
    }

    public MetadataKeysResponse Answer()
    {
        lock (_lock)
            return new MetadataKeysResponse
            {
                Keys = { _keys },
                More = _more,
                Missing = { _missing.Order(StringComparer.Ordinal) },
                Documents = _documents,
            };
    }
}
