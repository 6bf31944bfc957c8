using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Gpt2;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.Families.Qwen2;

namespace FluxEntropy.Models.Families;

/// <summary>The families of models that can be loaded. A new one is a folder beside these, and its line here.</summary>
internal static class ModelFamilies
{
    internal static IReadOnlyList<IModelFamily> All { get; } =
    [LlamaFamily.Instance, Qwen2Family.Instance, Gpt2Family.Instance];

    /// <summary>Those that can be trained from nothing.</summary>
    internal static IReadOnlyList<ITrainableFamily> Trainable { get; } = [.. All.OfType<ITrainableFamily>()];

    /// <summary>The names of some families, as a message lists them: <c>llama, qwen2 or gpt2</c>.</summary>
    internal static string Names(IEnumerable<IModelFamily> families) =>
        TrainableModel.List(families.Select(family => family.Name));
}
