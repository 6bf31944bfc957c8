using System.Text.Json;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the vocabulary and the merges of tokenizer.json.</summary>
internal static class VocabularyJson
{
    internal static BpeVocabulary Read(JsonField model)
    {
        var (vocab, merges) = (model.Get("vocab"), model.Get("merges"));
        var ids = new Dictionary<string, int>();
        foreach (var (token, id) in vocab.Members())
            ids.Add(token, id.Integer(0, BpeVocabulary.MaxIds - 1));
        return BpeVocabulary.Checked(
            ids,
            [.. merges.Items().Select(Merge)],
            $"{vocab.File}: {vocab.Path}",
            $"{merges.File}: {merges.Path}"
        );
    }

    /// <summary>A pair is written "a b" or ["a", "b"].</summary>
    private static (string Left, string Right) Merge(JsonField merge)
    {
        var halves =
            merge.Value.ValueKind is JsonValueKind.Array
                ? [.. merge.Items().Select(half => half.Text())]
                : merge.Text().Split(' ');
        return halves is [{ Length: > 0 } left, { Length: > 0 } right] && !left.Contains(' ') && !right.Contains(' ')
            ? (left, right)
            : throw merge.Bad($"is {merge.Shown}, expected two tokens without spaces");
    }
}
