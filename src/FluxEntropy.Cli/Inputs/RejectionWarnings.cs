using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Inputs;

/// <summary>Tells of records that were set aside: the first few at once, of the others how many.</summary>
internal sealed class RejectionWarnings(Terminal terminal)
{
    private const int Shown = 10;

    private int _count;
    private int _notices;
    private long _documents;
    private string? _first;
    private bool _hasLines;

    /// <summary>What to tell where chat messages are read a line each; null where that was asked for.</summary>
    public string? NoteOnLines { get; init; }

    /// <summary>Whether the text of a document was made by a chat template.</summary>
    public bool HasRendered { get; private set; }

    /// <summary>Records set aside.</summary>
    public int Count => _count;

    /// <summary>Passes records on, tells of those that a reader rejected, and of what else it noticed.</summary>
    public async IAsyncEnumerable<SourceItem> Watch(IAsyncEnumerable<SourceItem> records)
    {
        await foreach (var item in records)
        {
            if (item is SourceNotice notice)
            {
                Tell(notice);
                continue;
            }

            if (item is SourceRejection rejected)
            {
                _first ??= rejected.Reason;
                Add(Place(rejected), rejected.Reason);
            }
            else
            {
                _documents++;
                Note(((SourceDocument)item).Messages);
            }

            yield return item;
        }
    }

    /// <summary>Fails the command where nothing at all was read.</summary>
    /// <exception cref="CommandFailedException">Not one document came; the message has the reason of the first record.</exception>
    public void CheckAnyRead()
    {
        if (_documents > 0)
            return;
        throw new CommandFailedException(
            _first is null
                ? "nothing was read: there is no file with data there"
                : $"nothing was read: {Units.Count(_count, "record")} set aside, the first because of this: {_first}"
        );
    }

    /// <summary>Tells of a record.</summary>
    public void Add(string place, string reason)
    {
        if (Interlocked.Increment(ref _count) <= Shown)
            terminal.Warn($"set aside: {place}: {reason}");
    }

    private void Note(MessageForm messages)
    {
        HasRendered |= messages == MessageForm.Template;
        if (messages != MessageForm.Lines || _hasLines)
            return;
        _hasLines = true;
        if (NoteOnLines is not null)
            terminal.Warn(NoteOnLines);
    }

    private void Tell(SourceNotice notice)
    {
        if (++_notices <= Shown)
            terminal.Warn($"{Place(notice)}: {notice.Message}");
    }

    private static string Place(SourceItem item) => item.Line == 0 ? item.Source : $"{item.Source}:{item.Line}";

    /// <summary>Says how many were not told of, and where they can be seen.</summary>
    public void Summarise(string? command = null)
    {
        if (_notices > Shown)
            terminal.Warn($"{_notices - Shown:N0} more notes on what was read are left out here");
        if (_count > Shown)
            terminal.Warn($"set aside: {_count - Shown:N0} more{(command is null ? "" : $"; see '{command}'")}");
    }
}
