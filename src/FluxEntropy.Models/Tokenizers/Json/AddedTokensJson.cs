using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tokenizers.Json;

/// <summary>Reads the added_tokens of tokenizer.json.</summary>
internal static class AddedTokensJson
{
    internal static List<AddedToken> Read(
        JsonField? list,
        IReadOnlyDictionary<string, int> vocabulary,
        INormalizer normalizer
    )
    {
        var owners = vocabulary.ToDictionary(entry => entry.Value, entry => entry.Key);
        var contents = new HashSet<string>();
        var tokens = new List<AddedToken>();
        foreach (var item in list?.Items() ?? [])
        {
            var id = item.Get("id");
            var content = item.Get("content");
            var token = AddedToken.Read(id.Integer(0, BpeVocabulary.MaxIds - 1), item);
            if (!contents.Add(token.Content))
                throw content.Bad($"is {content.Shown}, which an added token before it is too");
            if (vocabulary.TryGetValue(token.Content, out var known) && known != token.Id)
                throw id.Bad($"is {token.Id}, but model.vocab gives {content.Shown} the id {known}");
            if (
                owners.TryGetValue(token.Id, out var owner)
                    ? owner != token.Content
                    : !owners.TryAdd(token.Id, token.Content)
            )
                throw id.Bad($"is {token.Id}, which \"{Excerpt.Of(owner!)}\" has too");
            tokens.Add(token.In(normalizer));
        }

        return tokens;
    }
}
