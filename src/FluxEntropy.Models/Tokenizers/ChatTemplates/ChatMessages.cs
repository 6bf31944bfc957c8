using System.Text.Json;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates;

/// <summary>
/// Messages as a template is given them: role and content, whatever chat data calls them. Members that are null are left out, but
/// for a content: data that is stored by columns has each member that any message has.
/// </summary>
internal static class ChatMessages
{
    private const string Role = "role";
    private const string Content = "content";
    private const string From = "from";
    private const string Value = "value";

    /// <summary>What ShareGPT's data calls those who speak.</summary>
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["system"] = "system",
        ["human"] = "user",
        ["user"] = "user",
        ["gpt"] = "assistant",
        ["chatgpt"] = "assistant",
        ["assistant"] = "assistant",
        ["model"] = "assistant",
        ["tool"] = "tool",
        ["observation"] = "tool",
    };

    private static readonly string[] Calls = ["tool_calls", "function_call"];

    /// <summary>The messages.</summary>
    /// <param name="messages">An array of objects.</param>
    /// <param name="kinds">Which contents the template takes.</param>
    /// <exception cref="FormatException">One is no message, or has a content that the template does not take.</exception>
    public static Sequence Of(JsonElement messages, ContentKinds kinds) =>
        new([.. messages.EnumerateArray().Select((message, i) => (object?)Message(message, kinds, i + 1))]);

    private static Dict Message(JsonElement json, ContentKinds kinds, int number)
    {
        if (JsonValues.Of(json) is not Dict members)
            throw new FormatException($"message {number} is no object");
        var message = new Dict();
        foreach (var (name, value) in Named(members, number))
        {
            if (value is not null || name is Content)
                message[name] = value;
        }

        if (message.GetValueOrDefault(Role) is not string)
            throw new FormatException($"message {number} has no role");
        if (message.GetValueOrDefault(Content) is { } content)
            message[Content] = Taken(content, kinds, number);
        else if (!Calls.Any(message.ContainsKey))
            throw new FormatException($"message {number} has no content");
        return message;
    }

    private static IEnumerable<KeyValuePair<object, object?>> Named(Dict members, int number)
    {
        if (members.ContainsKey(Role) || members.GetValueOrDefault(From) is not string speaker)
            return members;
        var role = Roles.TryGetValue(speaker, out var known)
            ? known
            : throw new FormatException(
                $"message {number} is from \"{(speaker.Length > 40 ? speaker[..40] + "…" : speaker)}\", for which chat templates have no "
                    + $"role; expected one of {string.Join(", ", Roles.Keys)}"
            );
        return members.Select(member =>
            member.Key switch
            {
                From => KeyValuePair.Create<object, object?>(Role, role),
                Value => KeyValuePair.Create<object, object?>(Content, member.Value),
                _ => member,
            }
        );
    }

    private static object Taken(object content, ContentKinds kinds, int number)
    {
        switch (content)
        {
            case string text when kinds.Strings:
                return text;
            case string text:
                return new Sequence([TextPart(text)]);
            case Sequence parts when kinds.Parts:
                return new Sequence([.. parts.Items.Select(part => part is string text ? TextPart(text) : part)]);
            case Sequence parts:
                return string.Concat(parts.Items.Select(part => TextOf(part, number)));
            default:
                throw new FormatException($"message {number} has {Kind.Of(content)} as its content, expected a string");
        }
    }

    private static Dict TextPart(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string TextOf(object? part, int number) =>
        part switch
        {
            string text => text,
            Dict parts when parts.GetValueOrDefault("text") is string text => text,
            Dict parts => throw new FormatException(
                $"message {number} has a part of type {Text.Of(parts.GetValueOrDefault("type"), new Budget())}, "
                    + "and the chat template takes text alone"
            ),
            _ => throw new FormatException($"message {number} has {Kind.Of(part)} as a part of its content"),
        };
}
