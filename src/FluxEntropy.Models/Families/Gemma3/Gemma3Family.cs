using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Gemma;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gemma3;

/// <summary>
/// Gemma 3 (Gemma team, arXiv 2503.19786), its text part: Gemma 2's layers with norms of queries and keys in place of caps, of which one
/// in six sees everything and turns by frequencies of its own.
/// </summary>
internal sealed class Gemma3Family : IModelFamily
{
    internal static Gemma3Family Instance { get; } = new();

    private Gemma3Family() { }

    public string Name => "gemma3_text";

    private const int DefaultWindow = 4096;
    private const int DefaultPattern = 6;

    public TransformerSpec Read(JsonField config)
    {
        var read = GemmaLayers.Read(config, theta: 1e6);
        var spec = GemmaLayers.WithOutputNorms(GemmaLayers.Of(read, this));
        spec = HeadNorms.On(spec, read.NormEpsilon, offset: 1) with
        {
            LogitSoftCap = config.PositiveOrNull("final_logit_softcapping", otherwise: null),
        };
        spec = spec with
        {
            Layer = spec.Layer with
            {
                Attention = spec.Layer.Attention with
                {
                    Scale = GemmaLayers.Scale(config),
                    SoftCap = config.PositiveOrNull("attn_logit_softcapping", otherwise: null),
                },
            },
        };
        var pattern = config.Find("sliding_window_pattern")?.Integer(1, int.MaxValue) ?? DefaultPattern;
        var local = config.Find("rope_local_base_freq")?.Number(1, 1e15) ?? RopeFields.DefaultTheta;
        return WindowFields.Read(
            config,
            spec,
            DefaultWindow,
            layer => (layer + 1) % pattern != 0,
            new RotaryPositionSpec(local, Scaling: null)
        );
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
