using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads a model of type Unigram.</summary>
internal static class UnigramJson
{
    internal static (ITokenModel Model, IReadOnlyDictionary<string, int> Ids) Read(JsonField model)
    {
        var vocabulary = model.Get("vocab");
        var pieces = new List<(string Text, double Score)>();
        var ids = new Dictionary<string, int>();
        foreach (var entry in vocabulary.Items())
        {
            JsonField[] pair = entry.Value.ValueKind is JsonValueKind.Array ? [.. entry.Items()] : [];
            if (pair.Length != 2)
                throw entry.Bad($"is {entry.Shown}, expected a piece and its score");
            pieces.Add((pair[0].Text(), pair[1].Number(-1e9, 1e9)));
            if (!ids.TryAdd(pieces[^1].Text, pieces.Count - 1))
                throw entry.Bad($"is {entry.Shown}, which an entry before it is too");
        }

        if (pieces.Count is 0 or > BpeVocabulary.MaxIds)
            throw vocabulary.Bad($"has {pieces.Count} pieces, expected 1 to {BpeVocabulary.MaxIds}");
        var unknown = model.Find("unk_id")?.Integer(0, pieces.Count - 1);
        try
        {
            return (new UnigramModel(pieces, unknown, model.Flag("byte_fallback", otherwise: false)), ids);
        }
        catch (ArgumentException e)
        {
            throw vocabulary.Bad(e.Message.Split(" (")[0] + ", and byte_fallback is true");
        }
    }
}
