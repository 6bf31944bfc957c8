using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Gemma;
using FluxEntropy.Models.Families.Gemma2;
using FluxEntropy.Models.Families.Gemma3;
using FluxEntropy.Models.Families.Gpt2;
using FluxEntropy.Models.Families.GptNeoX;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.Families.Mistral;
using FluxEntropy.Models.Families.Olmo2;
using FluxEntropy.Models.Families.Opt;
using FluxEntropy.Models.Families.Phi3;
using FluxEntropy.Models.Families.Qwen2;
using FluxEntropy.Models.Families.Qwen3;
using FluxEntropy.Models.Families.SmolLm3;

namespace FluxEntropy.Models.Families;

/// <summary>The families of models that can be loaded. A new one is a folder beside these, and its line here.</summary>
internal static class ModelFamilies
{
    internal static IReadOnlyList<IModelFamily> All { get; } =
    [
        LlamaFamily.Instance,
        MistralFamily.Instance,
        Qwen2Family.Instance,
        Qwen3Family.Instance,
        GemmaFamily.Instance,
        Gemma2Family.Instance,
        Gemma3Family.Instance,
        Phi3Family.Instance,
        Olmo2Family.Instance,
        SmolLm3Family.Instance,
        Gpt2Family.Instance,
        GptNeoXFamily.Instance,
        OptFamily.Instance,
    ];

    /// <summary>Those that can be trained from nothing.</summary>
    internal static IReadOnlyList<ITrainableFamily> Trainable { get; } = [.. All.OfType<ITrainableFamily>()];

    /// <summary>The names of some families, as a message lists them: <c>llama, qwen2 or gpt2</c>.</summary>
    internal static string Names(IEnumerable<IModelFamily> families) =>
        TrainableModel.List(families.Select(family => family.Name));
}
