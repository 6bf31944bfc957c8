using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// Records of which some may be conversations. Whether special tokens are parsed holds for a whole run, and must be known before the
/// model is loaded: the first document decides.
/// </summary>
internal sealed class ChatRecords(IAsyncEnumerable<SourceItem> records)
{
    private readonly Queue<SourceItem> _looked = new();
    private IAsyncEnumerator<SourceItem>? _rest;
    private bool _beginsWithChat;

    /// <summary>Whether the text of the first document was made by a chat template. Records up to it are kept for reading.</summary>
    public async Task<bool> BeginWithChatAsync(CancellationToken cancellationToken)
    {
        _rest = records.GetAsyncEnumerator(cancellationToken);
        // Nothing interrupts a read from a pipe or a terminal: on cancellation it is left to itself.
        while (await _rest.MoveNextAsync().AsTask().WaitAsync(cancellationToken))
        {
            _looked.Enqueue(_rest.Current);
            if (_rest.Current is not SourceDocument document)
                continue;
            _beginsWithChat = document.Messages == MessageForm.Template;
            break;
        }

        return _beginsWithChat;
    }

    /// <summary>All records, in order.</summary>
    /// <param name="parsesSpecial">
    /// Whether special tokens are parsed. If they are not, a conversation behind plain texts is rejected: its control tokens would be
    /// scored as text.
    /// </param>
    public async IAsyncEnumerable<SourceItem> ReadAsync(bool parsesSpecial)
    {
        var toldOfPlain = false;
        await foreach (var item in AllAsync())
        {
            var document = item as SourceDocument;
            if (!parsesSpecial && document?.Messages == MessageForm.Template)
            {
                yield return new SourceRejection(
                    item.Source,
                    item.Line,
                    "it is a conversation behind plain texts, so that the chat template's control tokens would be scored as text; score "
                        + "it in another run, or give --parse-special"
                );
                continue;
            }

            if (_beginsWithChat && !toldOfPlain && document?.Messages == MessageForm.None)
            {
                toldOfPlain = true;
                yield return new SourceNotice(
                    item.Source,
                    item.Line,
                    "special tokens written out in a plain text among conversations become those tokens too"
                );
            }

            yield return item;
        }
    }

    private async IAsyncEnumerable<SourceItem> AllAsync()
    {
        if (_rest is null)
        {
            await foreach (var item in records)
                yield return item;
            yield break;
        }

        await using var rest = _rest;
        while (_looked.TryDequeue(out var item))
            yield return item;
        while (await rest.MoveNextAsync())
            yield return rest.Current;
    }
}
