using System.Text.Json;
using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Reads and writes config.json. What cannot be computed exactly is refused by name, never approximated.</summary>
internal static class ModelConfigFile
{
    internal const string Name = "config.json";

    /// <exception cref="InvalidDataException">The file is missing, is not JSON, or asks for something not supported; the message names the field.</exception>
    internal static ModelConfig Read(string folder)
    {
        var fields = ConfigFields.Open(folder, Name);
        var config = fields.Text("model_type") switch
        {
            "llama" => Llama(fields, Architecture.Llama),
            "qwen2" => Llama(fields, Architecture.Qwen2),
            "gpt2" => Gpt2(fields),
            var other => throw fields.Bad("model_type", $"is {other ?? "missing"}, expected llama, qwen2 or gpt2"),
        };
        return Checked(fields, config);
    }

    private static ModelConfig Llama(ConfigFields fields, Architecture architecture)
    {
        if (fields.Text("hidden_act") is { } activation && activation is not ("silu" or "swish"))
            throw fields.Bad("hidden_act", $"is {activation}, expected silu");
        if (architecture is Architecture.Qwen2 && fields.Flag("use_sliding_window", false))
            throw fields.Bad("use_sliding_window", "is true; sliding-window attention is not supported");
        if (fields.Number("partial_rotary_factor", 1) != 1)
            throw fields.Bad("partial_rotary_factor", "is not 1; partly rotated heads are not supported");
        var heads = fields.Count("num_attention_heads");
        var hidden = fields.Count("hidden_size");
        var bias = fields.Flag("attention_bias", false);
        return new ModelConfig
        {
            Architecture = architecture,
            Vocabulary = fields.Count("vocab_size"),
            Hidden = hidden,
            Layers = fields.Count("num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = fields.Count("num_key_value_heads", heads),
            HeadSize = fields.Count("head_dim", hidden / heads),
            Intermediate = fields.Count("intermediate_size"),
            Context = fields.Count("max_position_embeddings"),
            NormEpsilon = fields.Number("rms_norm_eps", 1e-6),
            RopeTheta = fields.RopeTheta(),
            RopeScaling = fields.RopeScaling(),
            QueryKeyValueBias = architecture is Architecture.Qwen2 || bias,
            AttentionOutputBias = architecture is Architecture.Llama && bias,
            MlpBias = architecture is Architecture.Llama && fields.Flag("mlp_bias", false),
            TiedHead = fields.Flag("tie_word_embeddings", false),
        };
    }

    private static ModelConfig Gpt2(ConfigFields fields)
    {
        if (fields.Text("activation_function") is { } activation && activation is not ("gelu_new" or "gelu_pytorch_tanh"))
            throw fields.Bad("activation_function", $"is {activation}, expected gelu_new");
        if (!fields.Flag("scale_attn_weights", true))
            throw fields.Bad("scale_attn_weights", "is false; unscaled attention is not supported");
        if (fields.Flag("scale_attn_by_inverse_layer_idx", false))
            throw fields.Bad("scale_attn_by_inverse_layer_idx", "is true, which is not supported");
        var hidden = fields.Count("n_embd");
        var heads = fields.Count("n_head");
        return new ModelConfig
        {
            Architecture = Architecture.Gpt2,
            Vocabulary = fields.Count("vocab_size"),
            Hidden = hidden,
            Layers = fields.Count("n_layer"),
            Heads = heads,
            KeyValueHeads = heads,
            HeadSize = hidden / heads,
            Intermediate = fields.Count("n_inner", 4 * hidden),
            Context = fields.Count("n_positions"),
            NormEpsilon = fields.Number("layer_norm_epsilon", 1e-5),
            QueryKeyValueBias = true,
            AttentionOutputBias = true,
            MlpBias = true,
            TiedHead = fields.Flag("tie_word_embeddings", true),
        };
    }

    private static ModelConfig Checked(ConfigFields fields, ModelConfig config)
    {
        var gpt2 = config.Architecture is Architecture.Gpt2;
        if (config.Heads % config.KeyValueHeads != 0)
            throw fields.Bad("num_key_value_heads", $"is {config.KeyValueHeads}, which does not divide num_attention_heads {config.Heads}");
        if (gpt2 && config.Hidden % config.Heads != 0)
            throw fields.Bad("n_head", $"is {config.Heads}, which does not divide n_embd {config.Hidden}");
        if (!gpt2 && config.HeadSize % 2 != 0)
            throw fields.Bad("head_dim", $"is {config.HeadSize}; rotary positions need an even number");
        return config;
    }

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

    private static JsonObject LlamaJson(ModelConfig config) => new()
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

    private static JsonObject Gpt2Json(ModelConfig config) => new()
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
