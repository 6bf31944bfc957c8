using Apache.Arrow;

namespace FluxEntropy.Sources.Formats;

/// <summary>One field of the records of an Arrow table.</summary>
/// <param name="name">See <see cref="ITableField.Name"/>.</param>
/// <param name="path">Which column it is, and which field within each struct.</param>
/// <param name="writer">Writes its values as text.</param>
/// <param name="isReal">See <see cref="ITableField.IsReal"/>.</param>
/// <param name="messages">How they were made of messages.</param>
internal sealed class ArrowField(
    string name,
    int[] path,
    ArrowText.Writer writer,
    bool isReal = false,
    MessageForm messages = MessageForm.None
) : ITableField
{
    private readonly List<IArrowArray> _arrays = []; // the structs that it lies in, then its own
    private int _row;

    public string Name => name;

    public bool IsReal => isReal;

    public string? Damage { get; private set; }

    public MessageForm Messages => messages;

    public string? Note { get; init; }

    /// <summary>Turns to a record batch.</summary>
    public void Turn(RecordBatch batch)
    {
        (Damage, _row) = (null, 0);
        _arrays.Clear();
        _arrays.Add(batch.Column(path[0]));
        foreach (var index in path.Skip(1))
            _arrays.Add(((StructArray)_arrays[^1]).Fields[index]);
        if (_arrays.Any(array => array.Length != batch.Length))
            Damage = $"it is damaged: column \"{Name}\" has another length than its record batch";
    }

    public string? Next()
    {
        var row = _row++;
        if (Damage is not null)
            return null;
        try
        {
            return _arrays.Any(array => array.IsNull(row)) ? null : writer(_arrays[^1], row);
        }
        catch (Exception failure) when (failure is not FormatException && TableFault.IsOfTheFile(failure))
        {
            Damage = TableFault.Reason(failure);
            return null;
        }
        catch (FormatException failure)
        {
            throw new FormatException($"column \"{Name}\" {failure.Message}");
        }
    }
}
