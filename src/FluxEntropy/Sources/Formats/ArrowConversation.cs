using Apache.Arrow;
using Apache.Arrow.Types;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>A column that is a list of messages, each a struct with a role and a content.</summary>
internal static class ArrowConversation
{
    /// <summary>The conversation in a column of that name; null where it holds none.</summary>
    public static ArrowField? Of(Schema schema, string name, IChatTemplate? template)
    {
        var index = schema.FieldsList.ToList().FindIndex(field => field.Name == name);
        var within = index < 0 ? null : ArrowLists.ElementOf(schema.FieldsList[index].DataType) as StructType;
        foreach (var (role, content) in Conversation.Names)
        {
            var (roles, contents) = (Text(within, role), Text(within, content));
            if (roles is not null && contents is not null)
                return new ArrowField(
                    name,
                    [index],
                    (array, row) => Written(array, row, roles.Value, contents.Value, new(template, role, content)),
                    messages: Conversation.FormOf(template)
                )
                {
                    Note = template is null
                        ? null
                        : Conversation.NoteOn(name, within!.Fields.Select(field => field.Name).Except([role, content])),
                };
        }

        return null;
    }

    private static (int Index, ArrowText.Writer Writer)? Text(StructType? message, string name)
    {
        var index = message?.GetFieldIndex(name) ?? -1;
        return index >= 0 && ArrowText.IsText(message!.Fields[index].DataType)
            ? (index, ArrowText.Of(message.Fields[index].DataType)!)
            : null;
    }

    private static string Written(
        IArrowArray lists,
        int row,
        (int Index, ArrowText.Writer Writer) roles,
        (int Index, ArrowText.Writer Writer) contents,
        Conversation conversation
    )
    {
        var (values, first, count) = ArrowLists.Row(lists, row);
        var messages = (StructArray)values;
        for (var message = first; message < first + count; message++)
        {
            conversation.Add(Value(messages, roles, message), Value(messages, contents, message));
            if (conversation.Length > RecordLimit.Bytes)
                throw new FormatException($"is longer than {RecordLimit.Bytes >> 20} MiB; split the document");
        }

        return conversation.Text();
    }

    private static string? Value(StructArray messages, (int Index, ArrowText.Writer Writer) field, int message) =>
        messages.IsNull(message) || messages.Fields[field.Index].IsNull(message)
            ? null
            : field.Writer(messages.Fields[field.Index], message);
}
