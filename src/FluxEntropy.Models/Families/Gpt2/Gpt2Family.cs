using System.Text.Json.Nodes;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Families.Gpt2;

/// <summary>GPT-2 (Radford et al., 2019).</summary>
internal sealed class Gpt2Family : ITrainableFamily
{
    private const string Prefix = "transformer.";

    internal static Gpt2Family Instance { get; } = new();

    private Gpt2Family() { }

    public string Name => "gpt2";

    public TransformerSpec Read(JsonField config) => Gpt2Layers.Of(Gpt2Config.Read(config), this);

    public TransformerSpec Create(ModelSize size) =>
        Gpt2Layers.Of(
            new Gpt2Config
            {
                Vocabulary = size.Vocabulary,
                Hidden = size.Hidden,
                Layers = size.Layers,
                Heads = size.Heads,
                Inner = 4 * size.Hidden,
                Context = size.Context,
                NormEpsilon = 1e-5,
                TiedHead = true,
            },
            this
        );

    public JsonObject Write(TransformerSpec spec) =>
        new()
        {
            ["architectures"] = new JsonArray("GPT2LMHeadModel"),
            ["model_type"] = Name,
            ["vocab_size"] = spec.Vocabulary,
            ["n_embd"] = spec.Hidden,
            ["n_inner"] = spec.Layer.Mlp.Width,
            ["n_layer"] = spec.Layers,
            ["n_head"] = spec.Layer.Attention.Heads,
            ["n_positions"] = spec.Context,
            ["activation_function"] = "gelu_new",
            ["layer_norm_epsilon"] = spec.FinalNorm.Epsilon,
        };

    /// <summary>Checkpoints come with and without the prefix of the class that wrapped the model.</summary>
    public string CanonicalName(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) || name == TransformerSpec.SeparateHead
            ? name
            : Prefix + name;

    /// <summary>Older exporters saved the causal mask.</summary>
    public bool IsIgnored(string name) =>
        name.EndsWith(".attn.bias", StringComparison.Ordinal)
        || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal);
}
