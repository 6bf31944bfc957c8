using System.Text.Json;
using FluxEntropy.Sources;
using FluxEntropy.Tables;

namespace FluxEntropy.Cli.Scoring;

/// <summary>What an answer keeps of a document beside its scores.</summary>
/// <param name="Text">Whether its text.</param>
/// <param name="Metadata">Fields of its metadata.</param>
internal sealed record KeptFields(bool Text, IReadOnlyList<string> Metadata)
{
    private const string Prefix = "metadata."; // of columns, so that no field is taken for a metric

    /// <summary>Columns of tables.</summary>
    public IEnumerable<TableField> Columns =>
        (Text ? [new TableField("text", FieldKind.Text)] : Array.Empty<TableField>()).Concat(
            Metadata.Select(name => new TableField(Prefix + name, FieldKind.Text))
        );

    /// <summary>Writes a document's cells.</summary>
    public void Write(ITableWriter sink, SourceDocument document)
    {
        if (Text)
            sink.Text(document.Text);
        foreach (var name in Metadata)
            sink.Text(document.Metadata.GetValueOrDefault(name));
    }

    /// <summary>Writes a document's members.</summary>
    public void Write(Utf8JsonWriter json, SourceDocument document)
    {
        if (Text)
            json.WriteString("text", document.Text);
        if (Metadata.Count == 0)
            return;
        json.WriteStartObject("metadata");
        foreach (var name in Metadata.Where(document.Metadata.ContainsKey))
            json.WriteString(name, document.Metadata[name]);
        json.WriteEndObject();
    }
}
