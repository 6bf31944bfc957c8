using Apache.Arrow;
using Apache.Arrow.Types;

namespace FluxEntropy.Sources.Formats;

/// <summary>Which columns of an Arrow table are the text, the id and the metadata.</summary>
internal static class ArrowFields
{
    private const int MaxDepth = 16;

    /// <summary>The columns to read.</summary>
    /// <exception cref="FormatException">There is no text, or there are two of it or of the id.</exception>
    public static TableChoice<ArrowField> Of(Schema schema, SourceOptions options)
    {
        var columns = new List<TableColumn<ArrowField>>();
        var names = new List<string>();
        foreach (var (index, field) in schema.FieldsList.Index())
            Add(field.Name, [index], field.DataType, columns, names);
        return TableFields.Choose(
            columns,
            name => ArrowConversation.Of(schema, name, options.ChatTemplate),
            names,
            options
        );
    }

    private static void Add(
        string name,
        int[] path,
        IArrowType type,
        List<TableColumn<ArrowField>> columns,
        List<string> names
    )
    {
        if (type is StructType within && path.Length < MaxDepth)
        {
            foreach (var (index, field) in within.Fields.Index())
                Add($"{name}.{field.Name}", [.. path, index], field.DataType, columns, names);
            return;
        }

        names.Add(name);
        if (ArrowText.Of(type) is not { } writer)
        {
            if (ArrowText.IsScalar(type))
                columns.Add(new(new ArrowField(name, path, (_, _) => ""), IsText: false, IsMetadata: false));
            return;
        }
        var isBytes = ArrowText.IsBytes(type);
        var isReal = type.TypeId is ArrowTypeId.HalfFloat or ArrowTypeId.Float or ArrowTypeId.Double;
        columns.Add(new(new ArrowField(name, path, writer, isReal), ArrowText.IsText(type) || isBytes, !isBytes));
    }
}
