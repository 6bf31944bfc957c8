using System.Text.Json;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>Makes documents of the records of a file. What is wrong with metadata takes no document along.</summary>
/// <param name="source">See <see cref="SourceItem.Source"/>.</param>
/// <param name="options">Which field is taken for what.</param>
internal sealed class JsonRecord(string source, SourceOptions options)
{
    private readonly JsonRepair _repair = new();

    /// <summary>Metadata that could not be taken.</summary>
    public DroppedFields Dropped { get; } = new(source);

    /// <summary>A document, or why there is none.</summary>
    /// <param name="number">Line on which the record begins.</param>
    /// <param name="offset">Bytes of the file before it.</param>
    /// <param name="record">It, as UTF-8.</param>
    public SourceItem Read(long number, long offset, ReadOnlyMemory<byte> record)
    {
        if (Utf8Text.Fault(record.Span, offset) is { } fault)
            return new SourceRejection(source, number, fault);
        try
        {
            using var json = Parse(record, out var repaired);
            var document = Document(number, json.RootElement);
            if (repaired)
                Tell(number);
            return document;
        }
        catch (JsonException broken)
        {
            return new SourceRejection(
                source,
                number,
                $"broken JSON at byte {broken.BytePositionInLine + 1} of "
                    + (broken.LineNumber > 0 ? $"line {number + broken.LineNumber:N0}" : "the line")
                    + $": {FirstSentence(broken.Message)}"
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

    private JsonDocument Parse(ReadOnlyMemory<byte> record, out bool repaired)
    {
        repaired = false;
        try
        {
            return JsonDocument.Parse(record);
        }
        catch (JsonException) when (_repair.Of(record.Span) is { } sound)
        {
            repaired = true;
            return JsonDocument.Parse(sound);
        }
    }

    private void Tell(long number)
    {
        foreach (var (field, reason) in _repair.Dropped)
        {
            if (field != options.TextField && field != options.IdField)
                Dropped.Add(number, field, reason);
        }
    }

    private SourceDocument Document(long number, JsonElement record)
    {
        if (record.ValueKind != JsonValueKind.Object)
            throw new FormatException($"{JsonFields.Kind(record)} where a JSON object was expected");
        var (text, messages) = options.TextField is { } field
            ? JsonFields.Text(record, field, options.ChatTemplate)
            : ("", MessageForm.None);
        var id = JsonFields.Id(record, options.IdField) ?? $"{source}#{number}";
        var metadata = new JsonMetadata(options, (name, reason) => Dropped.Add(number, name, reason));
        return new(id, text, metadata.Of(record), source, number) { Messages = messages };
    }

    /// <summary>The reader's message without the position, which is given already.</summary>
    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.', ' ');
    }
}
