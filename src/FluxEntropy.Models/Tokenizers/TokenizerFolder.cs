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
            return new HuggingFaceTokenizer(TokenizerJsonFile.Read(Path.Combine(folder, Json)), Hash(folder, Json));
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

    private static string Hash(string folder, params string[] files)
    {
        var hash = new XxHash128();
        foreach (var file in files.Where(file => File.Exists(Path.Combine(folder, file))))
        {
            hash.Append(Encoding.UTF8.GetBytes(file + "\0"));
            hash.Append(File.ReadAllBytes(Path.Combine(folder, file)));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
