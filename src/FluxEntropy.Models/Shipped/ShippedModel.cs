using FluxEntropy.Engines;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Training;
using FluxEntropy.Models.Training;

namespace FluxEntropy.Models.Shipped;

/// <summary>The small model that comes with the project, and how to make it again.</summary>
public static class ShippedModel
{
    private const string Special = "<|endoftext|>";
    private const int Vocabulary = 1024;
    private const int Rows = 8;

    /// <summary>
    /// The folder that is copied beside the program: config.json, model.safetensors, tokenizer.json, README.md.
    /// </summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Shipped", "flux-1m");

    internal static TrainingOptions Geometry(ShippedModelOptions options) =>
        new()
        {
            VocabularySize = Vocabulary,
            Layers = 4,
            Heads = 4,
            Hidden = 128,
            Time = 512,
            LearningRate = 4e-3,
            WarmupSteps = Math.Min(100, options.Steps / 10),
            TotalSteps = options.Steps,
            Seed = options.Seed,
            Threads = options.Threads,
        };

    /// <summary>
    /// Trains tokenizer and model on the .NET SDK's documentation and writes a Hugging Face folder with its card.
    /// The same SDK, options and machine give the same files.
    /// </summary>
    /// <param name="output">Folder to write; made if it is missing.</param>
    /// <param name="options">How long and on how many threads.</param>
    /// <param name="progress">Told after each step.</param>
    /// <param name="cancellationToken">Ends the training; nothing is written then.</param>
    /// <exception cref="InvalidDataException">No SDK documentation was found on this machine.</exception>
    public static async Task TrainAsync(
        string output,
        ShippedModelOptions options,
        IProgress<ShippedModelProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        var texts = ShippedModelTexts.Read();
        Directory.CreateDirectory(output);
        TokenizerJsonWriter.Write(
            Path.Combine(output, "tokenizer.json"),
            BpeTrainer.Train(texts.Training, Vocabulary, Special),
            Special
        );
        var tokenizer = HuggingFaceTokenizer.Load(output);
        var training = new PackedRows(texts.Training.Select(text => tokenizer.EncodeToIds(text)));

        var engine = await TorchTrainingEngine.CreateAsync(Geometry(options), cancellationToken).ConfigureAwait(false);
        await using (engine.ConfigureAwait(false))
        {
            for (var step = 0; step < options.Steps; step++)
            {
                var report = await engine
                    .TrainAsync(training.Batch(step, Rows, 512), cancellationToken)
                    .ConfigureAwait(false);
                progress?.Report(new ShippedModelProgress(step + 1, options.Steps, report.Loss));
            }

            await engine.SaveAsync(output, cancellationToken).ConfigureAwait(false);
        }

        KeepModelOnly(output);
        await DescribeAsync(output, options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Measures a model on the texts that were held out and writes its card, README.md.</summary>
    /// <param name="folder">A model that <see cref="TrainAsync"/> made.</param>
    /// <param name="options">How it was made.</param>
    /// <param name="cancellationToken">Ends the measurement; nothing is written then.</param>
    public static async Task DescribeAsync(
        string folder,
        ShippedModelOptions options,
        CancellationToken cancellationToken = default
    )
    {
        var texts = ShippedModelTexts.Read();
        var loss = await HeldOutLoss
            .MeasureAsync(folder, texts, options.Threads, cancellationToken)
            .ConfigureAwait(false);
        ShippedModelCard.Write(folder, options, texts, loss);
    }

    /// <summary>
    /// Turns the training checkpoint into a model: no optimizer state, and config.json names the BOS token.
    /// </summary>
    private static void KeepModelOnly(string output)
    {
        ConfigFile.Write(Path.Combine(output, ConfigFile.Name), ConfigFile.Read(output), bosToken: 0);
        foreach (var file in TrainingCheckpoint.StateFiles)
            File.Delete(Path.Combine(output, file));
    }
}
