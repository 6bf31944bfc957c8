using System.Globalization;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.AddedTokens;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tokenizers.VocabularyFiles;

/// <summary>tokenizer_config.json, which says beside the older tokenizer files what they cannot.</summary>
internal sealed class TokenizerSettings
{
    internal const string Name = "tokenizer_config.json";
    private const string AddedTokensFile = "added_tokens.json";
    private const string Decoder = "added_tokens_decoder";
    private const int MaxBytes = 1 << 24;

    private readonly JsonField? _root;

    private TokenizerSettings(JsonField? root) => _root = root;

    /// <exception cref="InvalidDataException">
    /// The file is no JSON object, or tokens were added by a file that does not say how they match.
    /// </exception>
    internal static TokenizerSettings Read(string folder)
    {
        var settings = BesideTokenizerJson(folder);
        if (File.Exists(Path.Combine(folder, AddedTokensFile)) && settings.Find(Decoder) is null)
            throw new InvalidDataException(
                $"{Path.Combine(folder, AddedTokensFile)}: does not say how its tokens match; add tokenizer.json, or {Decoder} to {Name}"
            );
        return settings;
    }

    /// <summary>As <see cref="Read"/>, where tokenizer.json has all the tokens that were added.</summary>
    /// <exception cref="InvalidDataException">The file is no JSON object.</exception>
    internal static TokenizerSettings BesideTokenizerJson(string folder)
    {
        var file = Path.Combine(folder, Name);
        return new TokenizerSettings(File.Exists(file) ? JsonFile.Read(file, MaxBytes) : null);
    }

    /// <summary>A field; null where it, or the file, is absent.</summary>
    internal JsonField? Find(string field) => _root?.Find(field);

    /// <summary>Refuses flags that are set.</summary>
    internal void Refuse(params string[] flags)
    {
        foreach (var flag in flags)
        {
            if (Find(flag) is { } field && field.Flag())
                throw field.Bad("is true, which is supported in tokenizer.json alone");
        }
    }

    /// <summary>The tokens of added_tokens_decoder, {id: token}; null where it is absent.</summary>
    internal List<AddedToken>? ReadAddedTokens() =>
        Find(Decoder)?.Members().Select(entry => ReadAddedToken(entry.Name, entry.Field)).ToList();

    /// <summary>Refuses ordinary tokens that stand in no vocabulary but here.</summary>
    internal void RefuseTokensBeyond(int vocabulary)
    {
        if (ReadAddedTokens()?.Find(token => token.Id >= vocabulary && !token.Special) is { } added)
            throw Find(Decoder)!
                .Value.Bad(
                    $"adds \"{Excerpt.Of(added.Content)}\" to the {vocabulary} "
                        + "tokens of the model, which is supported in tokenizer.json alone"
                );
    }

    private static AddedToken ReadAddedToken(string id, JsonField token)
    {
        if (
            !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number >= BpeVocabulary.MaxIds
            || id != number.ToString(CultureInfo.InvariantCulture)
        )
            throw token.Bad($"is not named by an id from 0 to {BpeVocabulary.MaxIds - 1}");
        return AddedToken.Read(number, token);
    }
}
