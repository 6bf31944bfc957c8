using System.Text.Json;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Scoring;

/// <summary>The tokenizer of a model folder as a profile feeds the model.</summary>
public static class ProfileTokenizer
{
    private const string EndOfText = "<|endoftext|>";
    private static readonly string[] Fields = ["bos_token_id", "eos_token_id"];

    /// <summary>Reads a folder's tokenizer, with an end-of-text token before every text where the profile asks for it.</summary>
    /// <exception cref="InvalidDataException">
    /// The folder has no usable tokenizer, or no file says which its end-of-text token is; the message names it.
    /// </exception>
    public static HuggingFaceTokenizer Load(string modelFolder, ScoringProfile profile) =>
        Of(modelFolder, HuggingFaceTokenizer.Load(modelFolder), profile);

    internal static HuggingFaceTokenizer Of(
        string modelFolder,
        HuggingFaceTokenizer tokenizer,
        ScoringProfile profile
    ) =>
        profile.PrefixEndOfText && tokenizer.Prefix.Count == 0
            ? tokenizer.WithPrefix(EndOfTextOf(modelFolder, tokenizer, profile.VocabularySize))
            : tokenizer;

    /// <summary>
    /// The token that stands between texts in training: BOS, else EOS of config.json, else the added token &lt;|endoftext|&gt;. Both files
    /// are part of a profile's hash.
    /// </summary>
    private static int EndOfTextOf(string modelFolder, HuggingFaceTokenizer tokenizer, int vocabulary)
    {
        var config = ConfigFile.Open(modelFolder);
        foreach (var name in Fields)
        {
            if (config.Find(name) is not { } field)
                continue;
            var id = field.Value.ValueKind is JsonValueKind.Array ? field.Items().First() : field;
            return id.Integer(0, vocabulary - 1);
        }

        return tokenizer.AddedTokenId(EndOfText)
            ?? throw new InvalidDataException(
                $"{config.File}: has neither bos_token_id nor eos_token_id, and the tokenizer no {EndOfText}: which token ends a text is "
                    + "not known, so it cannot stand before every text"
            );
    }
}
