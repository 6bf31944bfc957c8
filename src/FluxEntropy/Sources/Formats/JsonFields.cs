using System.Text.Json;

namespace FluxEntropy.Sources.Formats;

/// <summary>The text and the id of a record of JSON.</summary>
internal static class JsonFields
{
    /// <summary>The text in a field: a string, or a conversation as <see cref="JsonConversation"/> has it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="field">The field's name.</param>
    /// <param name="template">Makes the text of a conversation; null for a line a message.</param>
    /// <exception cref="FormatException">There is none.</exception>
    public static (string Text, MessageForm Messages) Text(JsonElement record, string field, IChatTemplate? template)
    {
        var value = Find(record, field) ?? throw new FormatException(TableColumns.MissingField(field, Names(record)));
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array when JsonConversation.Is(value) => Conversation(value, field, template),
            _ => null,
        };
        if (text is null)
            throw new FormatException($"field \"{field}\" is {Kind(value)}, expected a string");
        var form = value.ValueKind == JsonValueKind.Array ? Formats.Conversation.FormOf(template) : MessageForm.None;
        return text.Length > 0
            ? (text, form)
            : throw new FormatException($"the document is empty: field \"{field}\" is \"\"");
    }

    private static string Conversation(JsonElement messages, string field, IChatTemplate? template)
    {
        try
        {
            return JsonConversation.Text(messages, template);
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"field \"{field}\" {wrong.Message}", wrong);
        }
    }

    /// <summary>The id in a field; null where there is none.</summary>
    /// <exception cref="FormatException">It can be no id.</exception>
    public static string? Id(JsonElement record, string field)
    {
        if (Find(record, field) is not { ValueKind: not JsonValueKind.Null } value)
            return null;
        var id = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new FormatException($"field \"{field}\" is {Kind(value)}, expected a string or a number"),
        };
        return RecordId.Checked(id, $"field \"{field}\"");
    }

    /// <summary>What a value is called in a sentence.</summary>
    public static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "a boolean",
        };

    /// <summary>A field of that name; else, for <c>a.b</c>, field b of the object in field a.</summary>
    private static JsonElement? Find(JsonElement record, string field)
    {
        if (record.ValueKind != JsonValueKind.Object)
            return null;
        if (record.TryGetProperty(field, out var value))
            return value;
        for (var dot = field.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = field.IndexOf('.', dot + 1))
        {
            if (record.TryGetProperty(field[..dot], out var outer) && Find(outer, field[(dot + 1)..]) is { } inner)
                return inner;
        }

        return null;
    }

    private static List<string> Names(JsonElement record)
    {
        var names = new List<string>();
        foreach (var field in record.EnumerateObject())
        {
            try
            {
                names.Add(field.Name);
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair: nobody could type it either.
            }
        }

        return names;
    }
}
