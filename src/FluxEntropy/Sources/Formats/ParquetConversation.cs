using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>A column that is a list of messages, each with a role and a content.</summary>
internal sealed class ParquetConversation : IParquetField
{
    private readonly (ParquetColumn Column, int Index) _role;
    private readonly (ParquetColumn Column, int Index) _content;
    private ParquetList? _roles;
    private ParquetList? _contents;

    private ParquetConversation(string name, (ParquetColumn, int) role, (ParquetColumn, int) content) =>
        (Name, _role, _content) = (name, role, content);

    public string Name { get; }

    public string? Damage { get; private set; }

    /// <summary>The conversation in a column of that name; null where it holds none.</summary>
    public static ParquetConversation? Of(IReadOnlyList<ParquetColumn> columns, string name)
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
                return new(name, roles[0], contents[0]);
        }

        return null;
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

    private static string Text(List<string?> roles, List<string?> contents)
    {
        if (roles.Count != contents.Count)
            throw new InvalidDataException($"{roles.Count:N0} roles of {contents.Count:N0} messages");
        var conversation = new Conversation();
        for (var i = 0; i < roles.Count; i++)
            conversation.Add(roles[i], contents[i]);
        return conversation.Text;
    }
}
