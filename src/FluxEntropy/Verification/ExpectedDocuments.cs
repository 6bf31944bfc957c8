using System.Text.Json;
using FluxEntropy.Codecs;
using FluxEntropy.Shards;

namespace FluxEntropy.Verification;

/// <summary>
/// Documents that a client saw acknowledged, in order: lines of {"corpus", "id", "textHash"}, with "replaced" where another text
/// gave way, or of {"corpus", "id", "deleted"}.
/// </summary>
public sealed class ExpectedDocuments
{
    private readonly Dictionary<string, Dictionary<string, UInt128?>> _corpora = [];

    /// <summary>Names of the corpora that documents were sent to.</summary>
    public IReadOnlyCollection<string> Corpora => _corpora.Keys;

    /// <summary>
    /// Whether the file names all that was ever sent, so that any other row is one that nobody sent. The default value
    /// is <see langword="false"/>: a document that was durable before its answer was lost is legal.
    /// </summary>
    public bool NamesAllThatWasSent { get; init; }

    /// <summary>Reads a file. A line that a crash of its writer cut off, the last one, is left out.</summary>
    /// <exception cref="InvalidDataException">A line is not such an object; the message names file and line.</exception>
    public static async Task<ExpectedDocuments> ReadAsync(
        string path,
        bool namesAllThatWasSent = false,
        CancellationToken cancellationToken = default
    )
    {
        var expected = new ExpectedDocuments { NamesAllThatWasSent = namesAllThatWasSent };
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        var number = 0;
        for (var start = 0; text.IndexOf('\n', start) is var end && end >= 0; start = end + 1)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(text[start..end]))
                expected.Add(text.AsSpan(start, end - start), $"{path}, line {number}");
        }

        return expected;
    }

    /// <summary>The newest text hash of each acknowledged document of a corpus by id; null for one that was deleted.</summary>
    public IReadOnlyDictionary<string, UInt128?> Of(string corpus) =>
        _corpora.TryGetValue(corpus, out var documents) ? documents : new Dictionary<string, UInt128?>();

    private void Add(ReadOnlySpan<char> line, string where)
    {
        Line? parsed = null;
        try
        {
            parsed = JsonSerializer.Deserialize<Line>(line, JsonSerializerOptions.Web);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{where}: not JSON: {JsonFault.Of(exception)}", exception);
        }

        if (
            parsed is not { Corpus: { } corpus, Id: { } id }
            || DocumentContent.ParseHex(parsed.TextHash ?? "") is var hash && hash is null != parsed.Deleted
        )
            throw new InvalidDataException(
                $"{where}: expected {{\"corpus\", \"id\", \"textHash\" of 32 hexadecimal digits}} or {{\"corpus\", \"id\", "
                    + $"\"deleted\": true}} as '--acknowledged' of 'flux ingest' and 'flux delete' writes them"
            );
        if (!_corpora.TryGetValue(corpus, out var documents))
            _corpora.Add(corpus, documents = []);
        if (
            hash is not null
            && !parsed.Replaced
            && documents.TryGetValue(id, out var known)
            && known is { } before
            && before != hash
        )
            throw new InvalidDataException(
                $"{where}: '{id}' was acknowledged with text hash {DocumentContent.Hex(before)} before, and with "
                    + $"{parsed.TextHash} here, not in its place: no two texts of one id are ever acknowledged"
            );
        documents[id] = hash;
    }

    private sealed record Line(
        string? Corpus,
        string? Id,
        string? TextHash,
        bool Replaced = false,
        bool Deleted = false
    );
}
