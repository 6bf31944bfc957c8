namespace FluxEntropy.Sessions;

/// <summary>
/// In which steps each document was served: 4 bytes for each time that one was, and 12 for each document. What came last is kept as it
/// came, at most a ninth of all, and sorted in now and then: a question costs a binary search, and a look through that.
/// </summary>
public sealed class ServedSteps
{
    private const int MinNewest = 64;
    private const int MaxUnsorted = 4096;

    private ServedStepsView _kept = ServedStepsView.Empty; // with what was sorted in
    private (long Document, uint Service)[] _newest = new (long, uint)[MinNewest];
    private int _count; // of the newest; what is before it never changes

    /// <summary>Adds the next step.</summary>
    /// <exception cref="OverflowException">It is step 2^31 or a later one.</exception>
    public void Add(PlannedStep step)
    {
        foreach (var row in step.Rows)
        {
            if (_count == _newest.Length)
                Array.Resize(ref _newest, 2 * _count);
            _newest[_count++] = (
                ServedStepsView.Key(row.Shard, row.Row),
                checked((uint)((step.Step << 1) | (row.FromToken == 0 ? 1L : 0)))
            );
        }
        if (_count >= MaxUnsorted + _kept.Services / 8)
            Keep(View().All());
    }

    /// <summary>Forgets the steps from one on.</summary>
    public void DropFrom(long step) => Keep(View().All().Where(served => served.Service >> 1 < step));

    /// <summary>What is known now, for questions on another thread: later steps do not change it.</summary>
    public ServedStepsView View() => _kept.With(_newest.AsMemory(0, _count));

    /// <inheritdoc cref="ServedStepsView.Of"/>
    public IReadOnlyList<long> Of(int shard, int row) => View().Of(shard, row);

    /// <inheritdoc cref="ServedStepsView.Begun"/>
    internal IEnumerable<(int Shard, int Row, int Pass)> Begun() => View().Begun();

    private void Keep(IEnumerable<(long Document, uint Service)> all)
    {
        _kept = ServedStepsView.Sorted(all);
        (_newest, _count) = (new (long, uint)[MinNewest], 0); // the views of before have the old ones
    }
}
