using System.Collections.Concurrent;

namespace FluxEntropy.Server.Limits;

/// <summary>The answers that are being written. One whose client does not read it is given up when others need the memory.</summary>
internal sealed class AnswersUnderWay
{
    /// <summary>How long a client may read nothing while others wait, and how long they wait before they ask for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<AnswerReader, bool> _answers = [];

    /// <summary>Adds an answer.</summary>
    public void Begin(AnswerReader answer) => _answers[answer] = true;

    /// <summary>Removes it.</summary>
    public void End(AnswerReader answer) => _answers.TryRemove(answer, out _);

    /// <summary>Gives up those that hold memory and made no progress for a while.</summary>
    public void GiveUpStalled()
    {
        foreach (var answer in _answers.Keys.Where(answer => answer.StalledFor >= Patience))
            answer.GiveUp();
    }
}
