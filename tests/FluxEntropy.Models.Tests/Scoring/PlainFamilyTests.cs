using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>
/// Families that are only scored with, against forward passes in float64 that share nothing with the product: the engine's statistics of
/// every token, and the logits of torch's kernels.
/// </summary>
public sealed class PlainFamilyTests
{
    private const string Kin = """
        "hidden_size":24,"intermediate_size":40,"num_hidden_layers":2,"num_attention_heads":4,"num_key_value_heads":2,
        "max_position_embeddings":128,"rms_norm_eps":1e-5,"tie_word_embeddings":false,"model_type":
        """;

    private const string Gemma =
        Kin
        + """
            "gemma2","head_dim":8,"num_hidden_layers":3,"tie_word_embeddings":true,"hidden_activation":"gelu_pytorch_tanh",
            "query_pre_attn_scalar":3,"attn_logit_softcapping":1.5,"final_logit_softcapping":2.0,"sliding_window":7
            """;

    private const string Gemma3 =
        Kin
        + """
            "gemma3_text","head_dim":8,"num_hidden_layers":4,"tie_word_embeddings":true,"query_pre_attn_scalar":5,
            "sliding_window":6,"sliding_window_pattern":3,"rope_theta":1000000.0,"rope_local_base_freq":100.0,
            "hidden_activation":"gelu_pytorch_tanh"
            """;

    private const string NeoX = """
        "model_type":"gpt_neox","hidden_size":32,"intermediate_size":48,"num_hidden_layers":2,"num_attention_heads":4,
        "max_position_embeddings":128,"layer_norm_eps":1e-5,"hidden_act":"gelu","rotary_pct":0.25
        """;

    private const string Opt = """
        "model_type":"opt","hidden_size":24,"ffn_dim":40,"num_hidden_layers":2,"num_attention_heads":4,
        "max_position_embeddings":128,"word_embed_proj_dim":24,"do_layer_norm_before":true,"activation_function":"relu"
        """;

    private const string Rope = ""","rope_theta":500.0,"rope_scaling":""";

    public static TheoryData<string, string> Configs =>
        new()
        {
            { "mistral without a window", Kin + "\"mistral\",\"sliding_window\":null" },
            { "mistral", Kin + "\"mistral\",\"sliding_window\":5,\"head_dim\":10" },
            { "mistral whose window spans panels", Kin + "\"mistral\",\"sliding_window\":23" },
            { "qwen3", Kin + "\"qwen3\",\"head_dim\":8,\"rope_theta\":1000000.0" },
            {
                "qwen3 with a window",
                Kin
                    + "\"qwen3\",\"head_dim\":8,\"use_sliding_window\":true,\"sliding_window\":9,\"max_window_layers\":1"
            },
            {
                "qwen2 with a window",
                Kin + "\"qwen2\",\"use_sliding_window\":true,\"sliding_window\":4,\"max_window_layers\":1"
            },
            { "gemma", Kin + "\"gemma\",\"head_dim\":8,\"tie_word_embeddings\":true,\"hidden_act\":\"gelu\"" },
            { "gemma2", Gemma },
            { "gemma2 without caps", Gemma + ",\"attn_logit_softcapping\":null,\"final_logit_softcapping\":null" },
            { "gemma3", Gemma3 },
            {
                "gemma3 with stretched positions",
                Gemma3 + ",\"rope_scaling\":{\"rope_type\":\"linear\",\"factor\":8.0}"
            },
            { "olmo2", Kin + "\"olmo2\"" },
            {
                "smollm3",
                Kin + "\"smollm3\",\"rope_theta\":2000000.0,\"num_hidden_layers\":5,\"tie_word_embeddings\":true"
            },
            { "phi3", Kin + "\"phi3\",\"sliding_window\":11" },
            { "phi3 turned in part", Kin + "\"phi3\",\"head_dim\":8,\"partial_rotary_factor\":0.75" },
            { "gpt_neox", NeoX },
            { "gpt_neox, one after the other", NeoX + ",\"use_parallel_residual\":false,\"rotary_pct\":1.0" },
            { "opt", Opt },
            { "linear positions", Kin + "\"mistral\"" + Rope + """{"type":"linear","factor":4.0}""" },
            { "dynamic positions", Kin + "\"mistral\"" + Rope + """{"type":"dynamic","factor":2.0}""" },
            {
                "yarn positions",
                Kin
                    + "\"qwen3\",\"head_dim\":16"
                    + Rope
                    + """{"rope_type":"yarn","factor":4.0,"original_max_position_embeddings":32}"""
            },
            {
                "yarn positions with factors of their own",
                Kin
                    + "\"mistral\",\"head_dim\":16"
                    + Rope
                    + """{"type":"yarn","factor":8.0,"beta_fast":4.0,"beta_slow":0.5,"attention_factor":0.7}"""
            },
        };

    [Theory]
    [MemberData(nameof(Configs))]
    public Task Statistics_of_every_token_agree(string name, string config) =>
        PlainForwardTests.CompareAsync(name, config, "F32");

    [Theory]
    [MemberData(nameof(Configs))]
    public async Task Logits_of_torchs_kernels_agree(string name, string config)
    {
        using var model = new PlainModel(PlainForwardTests.Fields(config), "F32");
        int[][] texts =
        [
            [.. Enumerable.Range(3, 1)],
            [.. Enumerable.Range(7, 40)],
            [.. Enumerable.Range(50, 29)],
        ];
        await using var thread = new TorchThread(1);
        var logits = await thread.RunAsync(() => Logits(model.Folder, texts), TestContext.Current.CancellationToken);
        double[] expected = [.. texts.SelectMany(model.Logits).SelectMany(row => row)];
        Assert.Equal(expected.Length, logits.Length);
        var largest = expected.Zip(logits, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest < 1e-4, $"{name}: {largest}");
    }

    private static float[] Logits(string folder, int[][] texts)
    {
        using var inference = torch.inference_mode();
        using var temporaries = torch.NewDisposeScope();
        using var weights = TransformerWeights.Load(
            CheckpointFolder.Open(folder),
            torch.CPU,
            torch.float32,
            packed: false
        );
        var kernels = new TorchKernels();
        using var transformer = new Transformer(weights, kernels);
        var states = transformer.Forward(new PackedBatch([.. texts.Select(ids => (ReadOnlyMemory<int>)ids)]));
        var logits = torch.empty(states.shape[0], weights.Head.Outputs);
        kernels.Project(states, weights.Head, logits, accumulate: false);
        float[] numbers = [.. TensorMemory.Floats(logits)];
        return weights.Spec.LogitSoftCap is { } cap
            ? Array.ConvertAll(numbers, logit => (float)(cap * Math.Tanh(logit / cap)))
            : numbers;
    }
}
