using FluxEntropy.Cli.Output;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Inputs;

/// <summary>Tells of records that were set aside: the first few at once, of the others how many.</summary>
internal sealed class RejectionWarnings(Terminal terminal)
{
    private const int Shown = 10;

    private int _count;

    /// <summary>Records set aside.</summary>
    public int Count => _count;

    /// <summary>Passes records on and tells of those that a reader rejected.</summary>
    public async IAsyncEnumerable<SourceItem> Watch(IAsyncEnumerable<SourceItem> records)
    {
        await foreach (var item in records)
        {
            if (item is SourceRejection rejected)
                Add(rejected.Line == 0 ? rejected.Source : $"{rejected.Source}:{rejected.Line}", rejected.Reason);
            yield return item;
        }
    }

    /// <summary>Tells of a record.</summary>
    public void Add(string place, string reason)
    {
        if (Interlocked.Increment(ref _count) <= Shown)
            terminal.Warn($"set aside: {place}: {reason}");
    }

    /// <summary>Says how many were not told of, and where they can be seen.</summary>
    public void Summarise(string? command = null)
    {
        if (_count > Shown)
            terminal.Warn($"set aside: {_count - Shown:N0} more{(command is null ? "" : $"; see '{command}'")}");
    }
}
