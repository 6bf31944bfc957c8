using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>A column that is a list of messages, each with a role and a content.</summary>
internal sealed class ParquetConversation : IParquetField
{
    private readonly (ParquetColumn Column, int Index) _role;
    private readonly (ParquetColumn Column, int Index) _content;
    private readonly Func<Conversation> _conversation;
    private ParquetList? _roles;
    private ParquetList? _contents;

    private ParquetConversation(
        string name,
        (ParquetColumn Column, int) role,
        (ParquetColumn Column, int) content,
        IChatTemplate? template
    )
    {
        (Name, _role, _content, Messages) = (name, role, content, Conversation.FormOf(template));
        _conversation = () => new(template, role.Column.Path[^1], content.Column.Path[^1]);
    }

    public string Name { get; }

    public string? Damage { get; private set; }

    public MessageForm Messages { get; }

    public string? Note { get; private init; }

    /// <summary>The conversation in a column of that name; null where it holds none.</summary>
    public static ParquetConversation? Of(IReadOnlyList<ParquetColumn> columns, string name, IChatTemplate? template)
    {
        var below = columns
            .Select((column, i) => (Column: column, Index: i))
            .Where(place =>
                place.Column.MaxRepetition == 1
                && place.Column.Element.Type == Parquet.Meta.Type.BYTE_ARRAY
                && place.Column.Name.StartsWith(name + ".", StringComparison.Ordinal)
            )
            .ToList();
        foreach (var (role, content) in Conversation.Names)
        {
            var roles = below.Where(place => place.Column.Path[^1] == role).ToList();
            var contents = below.Where(place => place.Column.Path[^1] == content).ToList();
            if (roles.Count == 1 && contents.Count == 1)
                return new(name, roles[0], contents[0], template)
                {
                    Note = template is null ? null : NoteOf(columns, name, roles[0].Column, contents[0].Column),
                };
        }

        return null;
    }

    private static string? NoteOf(
        IReadOnlyList<ParquetColumn> columns,
        string name,
        ParquetColumn role,
        ParquetColumn content
    )
    {
        var level = role.Path.Count - 1;
        return Conversation.NoteOn(
            name,
            columns
                .Where(column =>
                    column.Path.Count > level && column.Path.Take(level).SequenceEqual(role.Path.Take(level))
                )
                .Select(column => column.Path[level])
                .Except([role.Path[level], content.Path[^1]])
        );
    }

    public void Open(Stream file, long dataBytes, ParquetRowGroup group)
    {
        Damage = null;
        if (Math.Max(_role.Index, _content.Index) >= group.Chunks.Count)
        {
            Damage = "it is damaged: the row group has fewer columns than the table";
            return;
        }

        _roles = new(_role.Column, new(file, dataBytes, _role.Column, group.Chunks[_role.Index]));
        _contents = new(_content.Column, new(file, dataBytes, _content.Column, group.Chunks[_content.Index]));
    }

    public string? Next()
    {
        if (Damage is not null)
            return null;
        try
        {
            var (roles, contents) = (_roles!.NextRow(), _contents!.NextRow());
            if (roles is null || contents is null)
                throw new InvalidDataException("messages without a role or a content");
            return Text(roles, contents);
        }
        catch (Exception failure) when (failure is not FormatException && TableFault.IsOfTheFile(failure))
        {
            Damage = TableFault.Reason(failure);
            return null;
        }
    }

    private string Text(List<string?> roles, List<string?> contents)
    {
        if (roles.Count != contents.Count)
            throw new InvalidDataException($"{roles.Count:N0} roles of {contents.Count:N0} messages");
        var conversation = _conversation();
        for (var i = 0; i < roles.Count; i++)
            conversation.Add(roles[i], contents[i]);
        try
        {
            return conversation.Text();
        }
        catch (FormatException wrong)
        {
            throw new FormatException($"column \"{Name}\" {wrong.Message}", wrong);
        }
    }
}
