using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Qwen2;

/// <summary>
/// Qwen2 and Qwen2.5 (Yang et al., arXiv 2407.10671): Llama's layers with biases on queries, keys and values alone.
/// </summary>
internal sealed class Qwen2Family : IModelFamily
{
    internal static Qwen2Family Instance { get; } = new();

    private Qwen2Family() { }

    public string Name => "qwen2";

    public TransformerSpec Read(JsonField config)
    {
        var read = LlamaConfig.Read(config);
        RequireFullAttention(config, read.Context);
        return LlamaLayers.Of(
            read with
            {
                QueryKeyValueBias = true,
                AttentionOutputBias = false,
                MlpBias = false,
            },
            this
        );
    }

    /// <summary>A window that holds the whole context is none.</summary>
    private static void RequireFullAttention(JsonField config, int context)
    {
        var slides =
            config.Find("use_sliding_window") is { } use && use.Flag()
                ? use
                : config
                    .Find("layer_types")
                    ?.Items()
                    .Select(type => (JsonField?)type)
                    .FirstOrDefault(type => type!.Value.Text() != "full_attention");
        if (
            slides is { } field
            && !(config.Find("sliding_window") is { } window && window.Integer(1, int.MaxValue) >= context)
        )
            throw field.Bad(
                $"is {field.Shown}; attention over a sliding window shorter than max_position_embeddings is not supported"
            );
    }

    public bool IsIgnored(string name) => LlamaFamily.Instance.IsIgnored(name);
}
