using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.V1;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Cli.Client;

/// <summary>
/// Records what a server acknowledged, for <c>flux verify --expect</c>: one JSON object a line,
/// <c>{"corpus", "id", "textHash"}</c>, appended and flushed with every answer.
/// </summary>
internal sealed class AcknowledgedFile : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly FileStream _file;

    public AcknowledgedFile(string path) =>
        _file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.Read });

    public async Task AppendAsync(string corpus, AppendResponse answer)
    {
        var lines = new MemoryStream();
        foreach (var outcome in answer.Outcomes.Where(outcome => outcome.Status is Status.Accepted or Status.Present))
        {
            await JsonSerializer.SerializeAsync(lines, new { corpus, id = outcome.Id, textHash = outcome.TextHash }, Format);
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        await lines.CopyToAsync(_file);
        await _file.FlushAsync();
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
