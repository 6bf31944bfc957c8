using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.Families.Qwen2;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Qwen3;

/// <summary>
/// Qwen3 (Yang et al., arXiv 2505.09388): Llama's layers, with a norm of each head's queries and keys.
/// </summary>
internal sealed class Qwen3Family : IModelFamily
{
    internal static Qwen3Family Instance { get; } = new();

    private Qwen3Family() { }

    public string Name => "qwen3";

    public TransformerSpec Read(JsonField config)
    {
        var read = LlamaConfig.Read(config, new LlamaDefaults { HeadSize = 128, KeyValueHeads = 32 }) with
        {
            MlpBias = false,
        };
        return Qwen2Family.Windows(config, HeadNorms.On(LlamaLayers.Of(read, this), read.NormEpsilon));
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
