using System.Text;

namespace FluxEntropy.Sources.Formats;

/// <summary>A conversation as text: a line a message, its role before its content; messages without text are left out.</summary>
internal sealed class Conversation
{
    private readonly StringBuilder _text = new();

    /// <summary>The text so far.</summary>
    public string Text => _text.ToString();

    /// <summary>UTF-16 units so far.</summary>
    public int Length => _text.Length;

    /// <summary>What fields of a role and of a content are called, in that order.</summary>
    public static IReadOnlyList<(string Role, string Content)> Names { get; } =
    [("role", "content"), ("from", "value")];

    public void Add(string? role, string? content)
    {
        if (content is { Length: > 0 })
            _text.Append(_text.Length > 0 ? "\n" : "").Append(role).Append(": ").Append(content);
    }
}
