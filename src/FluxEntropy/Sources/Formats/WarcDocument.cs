using System.Text;

namespace FluxEntropy.Sources.Formats;

/// <summary>The document in a record of a web archive.</summary>
internal static class WarcDocument
{
    private static readonly (string Header, string Field)[] Kept =
    [
        ("WARC-Target-URI", "url"),
        ("WARC-Date", "date"),
        ("WARC-Type", "type"),
        ("WARC-Identified-Content-Language", "language"),
    ];

    /// <summary>The document; null of a record that is to hold none, such as a request or an image.</summary>
    /// <exception cref="FormatException">It should hold one, and does not.</exception>
    public static async ValueTask<SourceItem?> OfAsync(
        string source,
        WarcReader record,
        SourceOptions options,
        CancellationToken cancellationToken
    )
    {
        var type = record.Headers.GetValueOrDefault("WARC-Type", "");
        if (type is not ("response" or "resource" or "conversion"))
            return null;
        if (record.Block is not { } block)
            throw new FormatException(
                $"the record is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split the document"
            );
        var content = record.Headers.GetValueOrDefault("Content-Type", "");
        ReadOnlyMemory<byte> body = block;
        Dictionary<string, string> headers = [];
        if (type == "response" && body.Span.StartsWith("HTTP/"u8))
        {
            var head = WarcReader.EndOfHead(body.Span)
                ?? throw new FormatException("the headers of a response do not end");
            headers = WarcReader.HeadersOf(Encoding.Latin1.GetString(body.Span[..head]));
            content = headers.GetValueOrDefault("Content-Type", "");
            body = body[head..];
        }

        if (!IsText(content))
            return null;
        body = await HttpBody.OfAsync(body, headers, cancellationToken).ConfigureAwait(false);
        var text = HttpBody.Text(body.Span, content);
        if (text.Length == 0)
            throw new FormatException("the document is empty");
        return new SourceDocument(
            Id(record, source),
            options.TextField is null ? "" : text,
            Metadata(record),
            source,
            record.Number
        );
    }

    private static bool IsText(string content) =>
        content.Length == 0
        || content.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || content.Contains("html", StringComparison.OrdinalIgnoreCase)
        || content.Contains("xml", StringComparison.OrdinalIgnoreCase)
        || content.Contains("json", StringComparison.OrdinalIgnoreCase);

    private static string Id(WarcReader record, string source) =>
        record.Headers.TryGetValue("WARC-Record-ID", out var id) && id.Trim('<', '>') is { Length: > 0 } named
            ? RecordId.Checked(named, "WARC-Record-ID")
            : $"{source}#{record.Number}";

    private static Dictionary<string, string> Metadata(WarcReader record)
    {
        var metadata = new Dictionary<string, string>();
        foreach (var (header, field) in Kept)
        {
            if (record.Headers.TryGetValue(header, out var value) && value.Length > 0)
                metadata.Add(field, value);
        }

        return metadata;
    }
}
