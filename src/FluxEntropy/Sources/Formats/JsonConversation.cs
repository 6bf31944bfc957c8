using System.Text.Json;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// A conversation as chat data has it: a list of messages, each with a role and a content. Without a chat template a content may be a
/// list of parts, of which those with a text count; with one, the template says what it takes.
/// </summary>
internal static class JsonConversation
{
    /// <summary>Whether an array is a list of messages.</summary>
    public static bool Is(JsonElement array) =>
        array.GetArrayLength() == 0 || array[0].ValueKind == JsonValueKind.Object;

    /// <summary>The text of messages; "" where there are none.</summary>
    /// <param name="messages">The array.</param>
    /// <param name="template">Makes the text; null for a line a message.</param>
    /// <exception cref="FormatException">A message has no role, or the template makes no text of them.</exception>
    public static string Text(JsonElement messages, IChatTemplate? template)
    {
        var lines = new Conversation(null, "", "");
        foreach (var (index, message) in messages.EnumerateArray().Index())
        {
            var names = NamesOf(index, message);
            var content = message.TryGetProperty(names.Content, out var said) ? Content(said) : null;
            if (template is null)
                lines.Add(message.GetProperty(names.Role).GetString(), content);
        }

        return template is null || messages.GetArrayLength() == 0
            ? lines.Text()
            : Conversation.Rendered(template, messages);
    }

    private static (string Role, string Content) NamesOf(int index, JsonElement message)
    {
        foreach (var names in Conversation.Names)
        {
            if (
                message.ValueKind == JsonValueKind.Object
                && message.TryGetProperty(names.Role, out var role)
                && role.ValueKind == JsonValueKind.String
            )
                return names;
        }

        throw Conversation.Unreadable(
            $"message {index + 1} has no role; expected \"role\" and \"content\", or \"from\" and \"value\""
        );
    }

    private static string Content(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(Content)),
            JsonValueKind.Object when content.TryGetProperty("text", out var text) => Content(text),
            _ => "",
        };
}
