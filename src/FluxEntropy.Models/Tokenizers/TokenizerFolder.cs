using System.IO.Hashing;
using System.Text;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.SentencePiece;
using FluxEntropy.Models.Tokenizers.VocabularyFiles;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>Finds a folder's tokenizer.</summary>
internal static class TokenizerFolder
{
    private const string Json = TokenizerJsonFile.Name;

    internal static HuggingFaceTokenizer Load(string folder)
    {
        if (Path.Exists(Path.Combine(folder, Json)))
            return LoadJson(folder);
        if (File.Exists(Path.Combine(folder, VocabularyAndMerges.Vocabulary)))
            return new HuggingFaceTokenizer(
                VocabularyAndMerges.Read(folder),
                Hash(folder, VocabularyAndMerges.Vocabulary, VocabularyAndMerges.Merges, TokenizerSettings.Name)
            );
        if (File.Exists(Path.Combine(folder, SentencePieceFile.Name)))
            return new HuggingFaceTokenizer(
                SentencePieceFile.Read(folder),
                Hash(folder, SentencePieceFile.Name, TokenizerSettings.Name)
            );
        throw new InvalidDataException(
            $"{Path.Combine(folder, Json)}: missing, and so are "
                + $"{VocabularyAndMerges.Vocabulary} and {SentencePieceFile.Name}; expected a tokenizer"
        );
    }

    /// <summary>Whether a folder has a tokenizer of any kind.</summary>
    internal static bool HasOne(string folder) =>
        Path.Exists(Path.Combine(folder, Json))
        || File.Exists(Path.Combine(folder, VocabularyAndMerges.Vocabulary))
        || File.Exists(Path.Combine(folder, SentencePieceFile.Name));

    /// <summary>What the folder's files leave open and was taken for granted; null where they say everything.</summary>
    internal static string? Assumption(string folder) =>
        !Path.Exists(Path.Combine(folder, Json)) && File.Exists(Path.Combine(folder, VocabularyAndMerges.Vocabulary))
            ? TokenizerClass.Assumption(folder)
            : null;

    /// <summary>
    /// tokenizer.json, with the template that the class in tokenizer_config.json makes. Only where that is another one does it
    /// enter the hash, so that scores of before keep their name.
    /// </summary>
    private static HuggingFaceTokenizer LoadJson(string folder)
    {
        var pipeline = TokenizerJsonFile.Read(Path.Combine(folder, Json));
        if (ClassTemplate.Read(folder, pipeline) is not { } template || template.IsSame(pipeline.Template))
            return new HuggingFaceTokenizer(pipeline, Hash(folder, Json));
        var hash = HashOf(folder, Json);
        hash.Append(Encoding.UTF8.GetBytes(template.ToString()));
        return new HuggingFaceTokenizer(
            pipeline with
            {
                Template = template,
            },
            Convert.ToHexStringLower(hash.GetCurrentHash())
        );
    }

    private static string Hash(string folder, params string[] files) =>
        Convert.ToHexStringLower(HashOf(folder, files).GetCurrentHash());

    private static XxHash128 HashOf(string folder, params string[] files)
    {
        var hash = new XxHash128();
        foreach (var file in files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            hash.Append(Encoding.UTF8.GetBytes(file + "\0"));
            hash.Append(File.ReadAllBytes(Path.Combine(folder, file)));
        }

        return hash;
    }
}
