using System.Text.Json;
using System.Text.Json.Nodes;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>What a server acknowledged, kept in the file that <c>flux verify --expect</c> reads.</summary>
internal sealed class AcknowledgedTexts
{
    private readonly SortedDictionary<(string Corpus, string Id), string?> _hashes = []; // null: deleted

    public static AcknowledgedTexts Read(string path)
    {
        var texts = new AcknowledgedTexts();
        foreach (var line in File.ReadLines(path).Select(line => JsonNode.Parse(line)!))
            texts._hashes[((string)line["corpus"]!, (string)line["id"]!)] = (string?)line["textHash"];
        return texts;
    }

    public void Write(string path) =>
        File.WriteAllLines(
            path,
            _hashes.Select(text =>
                JsonSerializer.Serialize(
                    text.Value is { } hash
                        ? new
                        {
                            corpus = text.Key.Corpus,
                            id = text.Key.Id,
                            textHash = hash,
                        }
                        : (object)
                            new
                            {
                                corpus = text.Key.Corpus,
                                id = text.Key.Id,
                                deleted = true,
                            }
                )
            )
        );

    public string TextHash(string corpus, string id) =>
        _hashes[(corpus, id)] ?? throw new InvalidOperationException($"{id} of {corpus} was deleted.");

    public void Add(string corpus, string id, string textHash) => _hashes[(corpus, id)] = textHash;

    public void Deleted(string corpus, string id) => _hashes[(corpus, id)] = null;

    public void Forget(string corpus)
    {
        foreach (var text in _hashes.Keys.Where(text => text.Corpus == corpus).ToList())
            _hashes.Remove(text);
    }
}
