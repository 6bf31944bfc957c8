using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.V1;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Client;

/// <summary>
/// Records what a server acknowledged, for <c>flux verify --expect</c>: one JSON object a line,
/// <c>{"corpus", "id", "textHash"}</c>, with <c>"replaced"</c> if it replaced another text, or <c>{"corpus", "id",
/// "deleted"}</c>, appended and flushed with every answer. A line that an earlier client left incomplete is truncated.
/// </summary>
public sealed class AcknowledgedFile : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly FileStream _file;

    private AcknowledgedFile(FileStream file) => _file = file;

    private static ReadOnlySpan<byte> Beginning => "{\"corpus\":\""u8;

    /// <summary>Opens a file for appending, creating it if there is none.</summary>
    /// <exception cref="InvalidDataException">
    /// The file's last line is incomplete, and is not one of acknowledged documents.
    /// </exception>
    public static AcknowledgedFile Open(string path)
    {
        var file = new FileStream(
            path,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.Read,
            }
        );
        try
        {
            if (file.CanSeek)
                file.SetLength(EndOfWholeLines(file));
            return new AcknowledgedFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public Task AppendAsync(string corpus, AppendResponse answer) =>
        AppendAsync(
            from outcome in answer.Outcomes
            where outcome.Status is Status.Accepted or Status.Present or Status.Replaced
            select outcome.Status == Status.Replaced
                ? (object)
                    new
                    {
                        corpus,
                        id = outcome.Id,
                        textHash = outcome.TextHash,
                        replaced = true,
                    }
                : new
                {
                    corpus,
                    id = outcome.Id,
                    textHash = outcome.TextHash,
                }
        );

    /// <summary>Ids of deleted documents.</summary>
    public Task AppendAsync(string corpus, DeleteDocumentsResponse answer) =>
        AppendAsync(
            answer.Documents.Select(document => new
            {
                corpus,
                id = document.Id,
                deleted = true,
            })
        );

    private async Task AppendAsync(IEnumerable<object> objects)
    {
        var lines = new MemoryStream();
        foreach (var line in objects)
        {
            await JsonSerializer.SerializeAsync(lines, line, Format);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        await lines.CopyToAsync(_file);
        await _file.FlushAsync();
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static long EndOfWholeLines(FileStream file)
    {
        var end = file.Length;
        for (; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.ReadByte() == '\n')
                break;
        }

        file.Position = end;
        var torn = new byte[Math.Min(file.Length - end, Beginning.Length)];
        file.ReadExactly(torn);
        return Beginning.StartsWith(torn)
            ? end
            : throw new InvalidDataException(
                $"{file.Name}: its last line is incomplete, and is not one of acknowledged documents: "
                    + "name another file with --acknowledged."
            );
    }
}
