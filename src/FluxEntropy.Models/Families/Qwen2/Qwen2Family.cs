using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Qwen2;

/// <summary>
/// Qwen2 and Qwen2.5 (Yang et al., arXiv 2407.10671): Llama's layers with biases on queries, keys and values alone.
/// </summary>
internal sealed class Qwen2Family : IModelFamily
{
    private const int DefaultWindow = 4096;
    private const int DefaultFullLayers = 28;

    internal static Qwen2Family Instance { get; } = new();

    private Qwen2Family() { }

    public string Name => "qwen2";

    public TransformerSpec Read(JsonField config)
    {
        var read = LlamaConfig.Read(config) with
        {
            QueryKeyValueBias = true,
            AttentionOutputBias = false,
            MlpBias = false,
        };
        return Windows(config, LlamaLayers.Of(read, this));
    }

    /// <summary>With use_sliding_window, layers from max_window_layers on slide, unless layer_types say which.</summary>
    internal static TransformerSpec Windows(JsonField config, TransformerSpec spec)
    {
        if (!config.Flag("use_sliding_window", otherwise: config.Find("layer_types") is not null))
            return spec;
        var full = config.Find("max_window_layers")?.Integer(0, int.MaxValue) ?? DefaultFullLayers;
        return WindowFields.Read(config, spec, DefaultWindow, layer => layer >= full);
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
