using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families;

namespace FluxEntropy.Models.Training;

/// <summary>The model that training options ask for.</summary>
internal static class TrainedModel
{
    /// <exception cref="InvalidDataException">An option is out of range; the message names it.</exception>
    internal static TransformerSpec Of(TrainingOptions options)
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
        return Family(options)
            .Create(new ModelSize(options.VocabularySize, options.Hidden, options.Layers, options.Heads, options.Time));
    }

    private static ITrainableFamily Family(TrainingOptions options) =>
        ModelFamilies.Trainable.FirstOrDefault(family => family.Name == options.Architecture)
        ?? throw new InvalidDataException(
            $"{nameof(options.Architecture)} is {options.Architecture}, expected {ModelFamilies.Names(ModelFamilies.Trainable)}"
        );

    private static void Require(bool good, string option, object value, string expected)
    {
        if (!good)
            throw new InvalidDataException($"{option} is {value}, expected {expected}");
    }
}
