using FluxEntropy.Engines;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Training;
using FluxEntropy.Models.Training;

namespace FluxEntropy.Models.Tests;

/// <summary>A model folder with random weights and a small tokenizer, in a temporary folder of its own.</summary>
internal sealed class TinyModel : IDisposable
{
    internal const int Context = 32;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-model-");

    internal static readonly string[] Sentences =
    [
        "The quick brown fox jumps over the lazy dog.",
        "Pack my box with five dozen liquor jugs!",
        "Wie geht es dir, schöne Welt?",
        "a",
        "Entropy is what remains when everything else was said.",
        "日本語と emoji 🚀 sit here.",
        "0123456789 9876543210",
        "Sphinx of black quartz, judge my vow; then judge it again, and again, and again, until the very end of the day.",
    ];

    internal string Folder => _folder.FullName;

    internal string File(string name) => Path.Combine(Folder, name);

    internal static async Task<TinyModel> CreateAsync(string architecture = "llama")
    {
        var model = new TinyModel();
        var vocabulary = BpeTrainer.Train(Sentences, 300, "<|endoftext|>");
        TokenizerJsonWriter.Write(model.File("tokenizer.json"), vocabulary, "<|endoftext|>");
        await using var engine = await TorchTrainingEngine.CreateAsync(
            new TrainingOptions
            {
                Architecture = architecture,
                VocabularySize = vocabulary.Ids.Count,
                Layers = 2,
                Heads = 2,
                Hidden = 16,
                Time = Context,
                Seed = 7,
            }
        );
        await engine.SaveAsync(model.Folder);
        foreach (var file in TrainingCheckpoint.StateFiles)
            System.IO.File.Delete(model.File(file));
        return model;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
