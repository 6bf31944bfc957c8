namespace FluxEntropy.Sessions;

/// <summary>How often each document was served: one set a pass.</summary>
internal sealed class ServedDocuments
{
    private readonly Dictionary<int, RowBitmap> _passes = [];

    /// <summary>The same documents, to be marked apart.</summary>
    public ServedDocuments Copy()
    {
        var copy = new ServedDocuments();
        foreach (var (pass, rows) in _passes)
            copy._passes.Add(pass, rows.Copy());
        return copy;
    }

    /// <summary>Whether a document was served in a pass.</summary>
    public bool Contains(int shard, int row, int pass) =>
        _passes.TryGetValue(pass, out var rows) && rows.Contains(shard, row);

    /// <summary>Marks a document as served once more.</summary>
    /// <param name="shard">Shard of the document.</param>
    /// <param name="row">Row of the document.</param>
    /// <param name="pass">How often it was served before.</param>
    public void Mark(int shard, int row, int pass)
    {
        if (!_passes.TryGetValue(pass, out var rows))
            _passes.Add(pass, rows = new RowBitmap());
        rows.Add(shard, row);
    }
}
