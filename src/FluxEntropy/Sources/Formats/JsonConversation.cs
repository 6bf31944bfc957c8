using System.Text.Json;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// A conversation as chat data has it: a list of messages, each with a role and a content, which may be a list of parts, of
/// which those with a text count.
/// </summary>
internal static class JsonConversation
{
    /// <summary>The text; null of a list that is no conversation.</summary>
    public static string? Text(JsonElement messages)
    {
        var conversation = new Conversation();
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || Role(message) is not { } names)
                return null;
            var content = message.TryGetProperty(names.Content, out var said) ? Content(said) : null;
            conversation.Add(message.GetProperty(names.Role).GetString(), content);
        }

        return conversation.Text;
    }

    private static (string Role, string Content)? Role(JsonElement message)
    {
        foreach (var names in Conversation.Names)
        {
            if (message.TryGetProperty(names.Role, out var role) && role.ValueKind == JsonValueKind.String)
                return names;
        }

        return null;
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
