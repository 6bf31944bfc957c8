using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Training;

namespace FluxEntropy.Models.Tests.Tokenizers;

/// <summary>A temporary folder with a tokenizer of a few hundred tokens.</summary>
internal sealed class TemporaryTokenizer : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-tokenizer-");

    internal string Path(string file) => System.IO.Path.Combine(_folder.FullName, file);

    internal string Folder => _folder.FullName;

    internal HuggingFaceTokenizer Load() => HuggingFaceTokenizer.Load(_folder.FullName);

    /// <summary>Why it is refused.</summary>
    internal string Refusal() => Assert.Throws<InvalidDataException>(Load).Message;

    /// <summary>Writes tokenizer.json as training makes it, but for a change.</summary>
    internal void Write(Action<JsonObject> change)
    {
        var file = Path(TokenizerJsonFile.Name);
        TokenizerJsonWriter.Write(file, BpeTrainer.Train(TinyModel.Sentences, 300, "<|endoftext|>"), "<|endoftext|>");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
