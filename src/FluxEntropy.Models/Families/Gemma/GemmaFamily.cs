using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gemma;

/// <summary>
/// Gemma (Gemma team, arXiv 2403.08295): Llama's layers with GeGLU, scaled embeddings, and norms whose weights are offsets from 1.
/// </summary>
internal sealed class GemmaFamily : IModelFamily
{
    internal static GemmaFamily Instance { get; } = new();

    private GemmaFamily() { }

    public string Name => "gemma";

    public TransformerSpec Read(JsonField config) => GemmaLayers.Of(GemmaLayers.Read(config, keyValueHeads: 16), this);

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
