using System.Runtime.CompilerServices;
using System.Text.Json;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>JSON lines: one object a line, with a text, perhaps an id, and other fields kept as metadata.</summary>
internal sealed class JsonLines : ISourceFormat
{
    public string Name => "jsonl";

    public string Title => "JSON lines";

    public IReadOnlyList<string> Extensions { get; } = [".jsonl", ".ndjson", ".json"];

    public bool Begins(ReadOnlySpan<byte> start) => ByteOrderMark.Skip(start) is [(byte)'{', ..];

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var source = content.Name;
        await ByteOrderMark.SkipAsync(content.Pipe, cancellationToken).ConfigureAwait(false);
        var lines = new LineReader(content.Pipe, SourceOptions.MaxRecordBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lines.Line is not { } line)
                yield return new SourceRejection(
                    source,
                    lines.Number,
                    $"the line is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split the document"
                );
            else if (line.Span.ContainsAnyExcept(" \t\r"u8))
                yield return Record(source, lines.Number, lines.Offset, line, options);
        }
    }

    private static SourceItem Record(
        string source,
        long number,
        long offset,
        ReadOnlyMemory<byte> line,
        SourceOptions options
    )
    {
        if (Utf8Text.Fault(line.Span, offset) is { } fault)
            return new SourceRejection(source, number, fault);
        try
        {
            using var json = JsonDocument.Parse(line);
            var record = json.RootElement;
            if (record.ValueKind != JsonValueKind.Object)
                throw new FormatException($"{Kind(record)} where a JSON object was expected");
            var text = options.TextField is { } field ? Text(record, field) : "";
            var id = Id(record, options.IdField) ?? $"{source}#{number}";
            return new SourceDocument(id, text, Metadata(record, options), source, number);
        }
        catch (JsonException broken)
        {
            return new SourceRejection(
                source,
                number,
                $"broken JSON at byte {broken.BytePositionInLine + 1} of the line: {FirstSentence(broken.Message)}"
            );
        }
        catch (FormatException wrong)
        {
            return new SourceRejection(source, number, wrong.Message);
        }
        catch (InvalidOperationException)
        {
            // The reader refuses \uD800 to \uDFFF without its other half: there is no UTF-8 for it.
            return new SourceRejection(source, number, "a string holds half of a surrogate pair (\\uD800 to \\uDFFF)");
        }
    }

    private static string Text(JsonElement record, string field)
    {
        if (!record.TryGetProperty(field, out var value))
            throw new FormatException($"no field \"{field}\"; name the field that holds the text with --text-field");
        var text =
            value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : throw new FormatException($"field \"{field}\" is {Kind(value)}, expected a string");
        return text.Length > 0 ? text : throw new FormatException($"the document is empty: field \"{field}\" is \"\"");
    }

    private static string? Id(JsonElement record, string field)
    {
        if (!record.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null)
            return null;
        var id = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => throw new FormatException($"field \"{field}\" is {Kind(value)}, expected a string or a number"),
        };
        return RecordId.Checked(id, $"field \"{field}\"");
    }

    private static Dictionary<string, string> Metadata(JsonElement record, SourceOptions options)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var field in record.EnumerateObject())
        {
            if (!field.NameEquals(options.TextField) && !field.NameEquals(options.IdField))
                Add(metadata, field.Name, field.Value, inside: options.TextField is null);
        }

        return metadata;
    }

    private static void Add(Dictionary<string, string> metadata, string name, JsonElement value, bool inside)
    {
        if (value.ValueKind == JsonValueKind.String)
            metadata[name] = value.GetString()!;
        else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            metadata[name] = value.GetRawText();
        else if (value.ValueKind == JsonValueKind.Object && inside)
            foreach (var field in value.EnumerateObject())
                Add(metadata, $"{name}.{field.Name}", field.Value, inside);
    }

    private static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.Null => "null",
            _ => "a boolean",
        };

    /// <summary>The reader's message without the position, which is given already.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }
}
