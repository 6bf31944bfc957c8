using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Gemma;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gemma2;

/// <summary>
/// Gemma 2 (Gemma team, arXiv 2408.00118): norms before and after attention and MLP, caps on scores and logits, every other layer over
/// a window.
/// </summary>
internal sealed class Gemma2Family : IModelFamily
{
    internal static Gemma2Family Instance { get; } = new();

    private Gemma2Family() { }

    public string Name => "gemma2";

    private const int DefaultWindow = 4096;

    public TransformerSpec Read(JsonField config)
    {
        var read = GemmaLayers.Read(config);
        var spec = GemmaLayers.Of(read, this);
        var capped = spec with
        {
            Layer = spec.Layer with
            {
                Attention = spec.Layer.Attention with
                {
                    Scale = GemmaLayers.Scale(config),
                    SoftCap = config.PositiveOrNull("attn_logit_softcapping", otherwise: 50),
                },
            },
            LogitSoftCap = config.PositiveOrNull("final_logit_softcapping", otherwise: 30),
        };
        return WindowFields.Read(config, GemmaLayers.WithOutputNorms(capped), DefaultWindow, layer => layer % 2 == 0);
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
