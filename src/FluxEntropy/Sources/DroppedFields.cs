namespace FluxEntropy.Sources;

/// <summary>Metadata of a source that could not be taken: told once a field, however many records have it.</summary>
/// <param name="source">See <see cref="SourceItem.Source"/>.</param>
internal sealed class DroppedFields(string source)
{
    /// <summary>Fields told of; names of a hostile file could otherwise fill the memory.</summary>
    private const int MaxFields = 100;

    private readonly HashSet<string> _fields = [];
    private readonly Queue<SourceNotice> _untold = new();

    /// <summary>Notes that a field of a record was left out.</summary>
    public void Add(long line, string field, string reason)
    {
        if (_fields.Count < MaxFields && _fields.Add(field))
            _untold.Enqueue(new(source, line, $"\"{Shown(field)}\" is left out of the metadata where {reason}"));
    }

    /// <summary>What is to be told that was not told yet.</summary>
    public IEnumerable<SourceNotice> Take()
    {
        while (_untold.TryDequeue(out var notice))
            yield return notice;
    }

    private static string Shown(string field) => field.Length > 60 ? field[..60] + "…" : field;
}
