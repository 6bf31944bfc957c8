using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Reads and writes config.json. What cannot be computed exactly is refused by name, never approximated.</summary>
internal static class ModelConfigFile
{
    internal const string Name = "config.json";

    /// <summary>Configurations are a few kilobytes; some list a name for each of many labels.</summary>
    private const int MostBytes = 1 << 24;

    /// <summary>Bounds every dimension, so that products of a few of them stay far from overflow.</summary>
    private const int Largest = 1 << 24;

    /// <summary>More layers than any model has, few enough to list their tensors.</summary>
    private const int MostLayers = 4096;

    /// <exception cref="InvalidDataException">The file is missing, is not JSON, or asks for something not supported; the message names the field.</exception>
    internal static ModelConfig Read(string folder)
    {
        var file = Path.Combine(folder, Name);
        if (!Path.Exists(file))
            throw new InvalidDataException(
                $"{file}: missing; expected a Hugging Face model folder with config.json, *.safetensors and a tokenizer"
            );
        var root = JsonFile.Read(file, MostBytes);
        if (root.Find("quantization_config") is { } quantization)
            throw quantization.Bad("is set; quantised weights are not supported");
        var type = root.Get("model_type");
        return type.Text() switch
        {
            "llama" => Llama(root, Architecture.Llama),
            "qwen2" => Llama(root, Architecture.Qwen2),
            "gpt2" => Gpt2(root),
            _ => throw type.Bad($"is {type.Shown}, expected llama, qwen2 or gpt2"),
        };
    }

    private static ModelConfig Llama(JsonField root, Architecture architecture)
    {
        RequireActivation(root, "hidden_act", "silu", "swish");
        var heads = Count(root, "num_attention_heads");
        var hidden = Count(root, "hidden_size");
        var context = Count(root, "max_position_embeddings");
        var bias = Flag(root, "attention_bias", false);
        if (architecture is Architecture.Qwen2)
            RequireFullAttention(root, context);
        return new ModelConfig
        {
            Architecture = architecture,
            Vocabulary = Count(root, "vocab_size"),
            Hidden = hidden,
            Layers = root.Get("num_hidden_layers").Integer(1, MostLayers),
            Heads = heads,
            KeyValueHeads = KeyValueHeads(root, heads),
            HeadSize = HeadSize(root, hidden, heads),
            Intermediate = Count(root, "intermediate_size"),
            Context = context,
            NormEpsilon = Epsilon(root, "rms_norm_eps", 1e-6),
            RopeTheta = RopeFields.Theta(root),
            RopeScaling = RopeFields.Scaling(root),
            QueryKeyValueBias = architecture is Architecture.Qwen2 || bias,
            AttentionOutputBias = architecture is Architecture.Llama && bias,
            MlpBias = architecture is Architecture.Llama && Flag(root, "mlp_bias", false),
            TiedHead = Flag(root, "tie_word_embeddings", false),
        };
    }

    private static int KeyValueHeads(JsonField root, int heads)
    {
        if (root.Find("num_key_value_heads") is not { } field)
            return heads;
        var count = field.Integer(1, Largest);
        return heads % count == 0
            ? count
            : throw field.Bad($"is {count}, which does not divide num_attention_heads {heads}");
    }

    private static int HeadSize(JsonField root, int hidden, int heads)
    {
        var given = root.Find("head_dim");
        if (given is null && hidden % heads != 0)
            throw root.Get("num_attention_heads")
                .Bad($"is {heads}, which does not divide hidden_size {hidden}, and head_dim is missing");
        var size = given?.Integer(1, Largest) ?? hidden / heads;
        var field = given ?? root.Get("hidden_size");
        if (size % 2 != 0)
            throw field.Bad($"gives heads of size {size}; rotary positions need an even number");
        return (long)size * heads <= Largest
            ? size
            : throw field.Bad($"gives {heads} heads of size {size}, together above {Largest}");
    }

    /// <summary>A window that holds the whole context is none.</summary>
    private static void RequireFullAttention(JsonField root, int context)
    {
        var slides =
            root.Find("use_sliding_window") is { } use && use.Flag()
                ? use
                : root.Find("layer_types")
                    ?.Items()
                    .Select(type => (JsonField?)type)
                    .FirstOrDefault(type => type!.Value.Text() != "full_attention");
        if (
            slides is { } field
            && !(root.Find("sliding_window") is { } window && window.Integer(1, int.MaxValue) >= context)
        )
            throw field.Bad(
                $"is {field.Shown}; attention over a sliding window shorter than max_position_embeddings is not supported"
            );
    }

    private static ModelConfig Gpt2(JsonField root)
    {
        RequireActivation(root, "activation_function", "gelu_new", "gelu_pytorch_tanh");
        if (!Flag(root, "scale_attn_weights", true))
            throw root.Get("scale_attn_weights").Bad("is false; unscaled attention is not supported");
        if (Flag(root, "scale_attn_by_inverse_layer_idx", false))
            throw root.Get("scale_attn_by_inverse_layer_idx").Bad("is true, which is not supported");
        var hidden = Count(root, "n_embd");
        var heads = Count(root, "n_head");
        if (hidden % heads != 0)
            throw root.Get("n_head").Bad($"is {heads}, which does not divide n_embd {hidden}");
        return new ModelConfig
        {
            Architecture = Architecture.Gpt2,
            Vocabulary = Count(root, "vocab_size"),
            Hidden = hidden,
            Layers = root.Get("n_layer").Integer(1, MostLayers),
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = hidden / heads,
            Intermediate = root.Find("n_inner")?.Integer(1, Largest) ?? 4 * hidden,
            Context = Count(root, "n_positions"),
            NormEpsilon = Epsilon(root, "layer_norm_epsilon", 1e-5),
            QueryKeyValueBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            TiedHead = Flag(root, "tie_word_embeddings", true),
        };
    }

    /// <summary>The first name is what the architecture has where the field is missing; the others mean the same function.</summary>
    private static void RequireActivation(JsonField root, string field, params string[] names)
    {
        if (root.Find(field) is { } activation && !names.Contains(activation.Text()))
            throw activation.Bad($"is {activation.Shown}, expected {names[0]}");
    }

    private static int Count(JsonField root, string field) => root.Get(field).Integer(1, Largest);

    private static bool Flag(JsonField root, string field, bool otherwise) => root.Find(field)?.Flag() ?? otherwise;

    private static double Epsilon(JsonField root, string field, double otherwise) =>
        root.Find(field)?.Number(1e-30, 1) ?? otherwise;

    /// <summary>Writes config.json as Hugging Face's classes read it.</summary>
    internal static void Write(string file, ModelConfig config, int? bosToken)
    {
        var json = config.Architecture is Architecture.Gpt2 ? Gpt2Json(config) : LlamaJson(config);
        json["bos_token_id"] = bosToken;
        json["eos_token_id"] = bosToken;
        json["tie_word_embeddings"] = config.TiedHead;
        json["torch_dtype"] = "float32";
        File.WriteAllText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    private static JsonObject LlamaJson(ModelConfig config) =>
        new()
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["model_type"] = "llama",
            ["vocab_size"] = config.Vocabulary,
            ["hidden_size"] = config.Hidden,
            ["intermediate_size"] = config.Intermediate,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["num_key_value_heads"] = config.KeyValueHeads,
            ["max_position_embeddings"] = config.Context,
            ["hidden_act"] = "silu",
            ["rms_norm_eps"] = config.NormEpsilon,
            ["rope_theta"] = config.RopeTheta,
            ["attention_bias"] = config.QueryKeyValueBias,
            ["mlp_bias"] = config.MlpBias,
        };

    private static JsonObject Gpt2Json(ModelConfig config) =>
        new()
        {
            ["architectures"] = new JsonArray("GPT2LMHeadModel"),
            ["model_type"] = "gpt2",
            ["vocab_size"] = config.Vocabulary,
            ["n_embd"] = config.Hidden,
            ["n_inner"] = config.Intermediate,
            ["n_layer"] = config.Layers,
            ["n_head"] = config.Heads,
            ["n_positions"] = config.Context,
            ["activation_function"] = "gelu_new",
            ["layer_norm_epsilon"] = config.NormEpsilon,
        };
}
