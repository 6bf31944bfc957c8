using System.IO.Hashing;
using System.Text;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>Finds a folder's tokenizer.</summary>
internal static class TokenizerFolder
{
    private const string Json = "tokenizer.json";

    internal static HuggingFaceTokenizer Load(string folder)
    {
        if (File.Exists(Path.Combine(folder, Json)))
            return new HuggingFaceTokenizer(TokenizerJsonFile.Read(Path.Combine(folder, Json)), Hash(folder, Json));
        if (File.Exists(Path.Combine(folder, VocabularyAndMerges.Vocabulary)))
            return new HuggingFaceTokenizer(VocabularyAndMerges.Read(folder), Hash(folder, VocabularyAndMerges.Vocabulary, VocabularyAndMerges.Merges));
        throw new InvalidDataException($"{Path.Combine(folder, Json)}: missing, and so is {VocabularyAndMerges.Vocabulary}; expected a tokenizer");
    }

    private static string Hash(string folder, params string[] files)
    {
        var hash = new XxHash128();
        foreach (var file in files)
        {
            hash.Append(Encoding.UTF8.GetBytes(file + "\0"));
            hash.Append(File.ReadAllBytes(Path.Combine(folder, file)));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
