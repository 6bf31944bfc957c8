using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.V1;

namespace FluxEntropy.Client;

/// <summary>
/// Records what a server acknowledged, for <c>flux verify --expect</c>: the lines of <see cref="AcknowledgedLines"/>, appended
/// and flushed with every answer. A line that an earlier client died in is cut off, so that the next one starts on a line of
/// its own.
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

    /// <summary>Records the documents of an answer that are durable.</summary>
    public Task AppendAsync(string corpus, AppendResponse answer) => AppendAsync(AcknowledgedLines.Of(corpus, answer));

    /// <summary>Records ids that no document has any more.</summary>
    public Task AppendAsync(string corpus, DeleteDocumentsResponse answer) =>
        AppendAsync(AcknowledgedLines.Of(corpus, answer));

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
