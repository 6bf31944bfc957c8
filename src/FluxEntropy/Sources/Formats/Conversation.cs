using System.Text;
using System.Text.Json;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// A conversation as text: by a chat template, else a line a message, its role before its content, where messages without text
/// are left out.
/// </summary>
/// <param name="template">The template.</param>
/// <param name="role">What the field of a role is called.</param>
/// <param name="content">What the field of a content is called.</param>
internal sealed class Conversation(IChatTemplate? template, string role, string content)
{
    private const int MaxNamed = 10;

    private readonly List<Dictionary<string, string?>> _messages = [];
    private readonly StringBuilder _lines = new();

    /// <summary>UTF-16 units so far.</summary>
    public int Length { get; private set; }

    /// <summary>What fields of a role and of a content are called, in that order.</summary>
    public static IReadOnlyList<(string Role, string Content)> Names { get; } =
    [("role", "content"), ("from", "value")];

    /// <summary>How messages become text.</summary>
    public static MessageForm FormOf(IChatTemplate? template) =>
        template is null ? MessageForm.Lines : MessageForm.Template;

    /// <summary>What to tell of members of messages that a chat template is not given; null where there are none.</summary>
    /// <param name="name">The column of the messages.</param>
    /// <param name="others">Members that are neither role nor content.</param>
    public static string? NoteOn(string name, IEnumerable<string> others) =>
        string.Join(", ", others.Distinct().Take(MaxNamed)) is { Length: > 0 } left
            ? $"of the messages in column \"{name}\" the chat template is given role and content, and not {left}; JSON lines have them all"
            : null;

    public void Add(string? speaker, string? said)
    {
        Length += (speaker?.Length ?? 0) + (said?.Length ?? 0);
        if (template is not null)
            _messages.Add(new() { [role] = speaker, [content] = said });
        else if (said is { Length: > 0 })
            _lines.Append(_lines.Length > 0 ? "\n" : "").Append(speaker).Append(": ").Append(said);
    }

    /// <summary>The text; "" where there is nothing.</summary>
    /// <exception cref="FormatException">The template makes none of it.</exception>
    public string Text() =>
        template is null ? _lines.ToString()
        : _messages.Count == 0 ? ""
        : Rendered(template, JsonSerializer.SerializeToElement(_messages));

    /// <summary>The text that a template makes of messages.</summary>
    /// <exception cref="FormatException">It makes none, or one that is too long; the message goes on behind the field's name.</exception>
    public static string Rendered(IChatTemplate template, JsonElement messages)
    {
        string text;
        try
        {
            text = template.Render(messages);
        }
        catch (FormatException wrong)
        {
            throw Unreadable(wrong.Message);
        }

        return Encoding.UTF8.GetByteCount(text) <= RecordLimit.Bytes
            ? text
            : throw Unreadable($"its text is longer than {RecordLimit.Bytes >> 20} MiB; split it");
    }

    /// <summary>The error of a field that holds messages of which no text can be made.</summary>
    public static FormatException Unreadable(string reason) => new($"cannot be read as a conversation: {reason}");
}
