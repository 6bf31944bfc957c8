using FluxEntropy.Engines;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Training;

/// <summary>The geometry that training options ask for.</summary>
internal static class TrainedGeometry
{
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    internal static ModelConfig Of(TrainingOptions options)
    {
        Require(options.VocabularySize >= 2, nameof(options.VocabularySize), options.VocabularySize, "2 or more");
        Require(options.Layers is > 0 and <= 256, nameof(options.Layers), options.Layers, "1 to 256");
        Require(options.Heads is > 0 and <= 256, nameof(options.Heads), options.Heads, "1 to 256");
        Require(
            options.Hidden > 0 && options.Hidden % (2 * options.Heads) == 0,
            nameof(options.Hidden),
            options.Hidden,
            $"a multiple of 2 × {options.Heads} heads"
        );
        Require(options.Time > 0, nameof(options.Time), options.Time, "1 or more");
        Require(options.Accumulation > 0, nameof(options.Accumulation), options.Accumulation, "1 or more");
        Require(options.Threads > 0, nameof(options.Threads), options.Threads, "1 or more");
        Require(options.LearningRate > 0, nameof(options.LearningRate), options.LearningRate, "a number above 0");
        Require(options.ClipNorm > 0, nameof(options.ClipNorm), options.ClipNorm, "a number above 0");
        var gpt2 = options.Architecture == "gpt2";
        if (!gpt2 && options.Architecture != "llama")
            throw new InvalidDataException(
                $"{nameof(options.Architecture)} is {options.Architecture}, expected llama or gpt2"
            );
        return new ModelConfig
        {
            Architecture = gpt2 ? Architecture.Gpt2 : Architecture.Llama,
            Vocabulary = options.VocabularySize,
            Hidden = options.Hidden,
            Layers = options.Layers,
            Heads = options.Heads,
            KeyValueHeads = options.Heads,
            HeadSize = options.Hidden / options.Heads,
            Intermediate = gpt2 ? 4 * options.Hidden : GatedWidth(options.Hidden),
            Context = options.Time,
            NormEpsilon = 1e-5,
            QueryKeyValueBias = gpt2,
            AttentionOutputBias = gpt2,
            MlpBias = gpt2,
            TiedHead = true,
        };
    }

    /// <summary>8/3 of the hidden width, so that three matrices weigh as much as two of four times; rounded up to a multiple of 8.</summary>
    private static int GatedWidth(int hidden) => (8 * hidden / 3 + 7) / 8 * 8;

    private static void Require(bool good, string option, object value, string expected)
    {
        if (!good)
            throw new InvalidDataException($"{option} is {value}, expected {expected}");
    }
}
