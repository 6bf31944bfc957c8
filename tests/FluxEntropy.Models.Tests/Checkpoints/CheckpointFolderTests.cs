using System.Text.Json.Nodes;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Scoring;

namespace FluxEntropy.Models.Tests.Checkpoints;

public sealed class CheckpointFolderTests
{
    [Fact]
    public async Task Folder_that_does_not_exist_is_refused()
    {
        using var model = await TinyModel.CreateAsync();
        Assert.Contains("no such folder", Refusal(model.File("nothing")));
    }

    [Theory]
    [InlineData("config.json", "config.json: missing")]
    [InlineData("model.safetensors", "the folder has no safetensors weights")]
    public async Task Missing_file_is_named(string file, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        File.Delete(model.File(file));
        Assert.Contains(expected, Refusal(model.Folder));
    }

    [Fact]
    public async Task Pickle_where_weights_should_be_is_named()
    {
        using var model = await TinyModel.CreateAsync();
        File.Delete(model.File("model.safetensors"));
        File.WriteAllText(model.File("pytorch_model.bin"), "PK");
        Assert.Contains("pytorch_model.bin is pickled", Refusal(model.Folder));
    }

    [Theory]
    [InlineData("llama", "model_type", "\"mamba\"", "model_type is \"mamba\", expected llama, mistral, qwen2")]
    [InlineData("llama", "model_type", null, "model_type is missing")]
    [InlineData("llama", "hidden_size", null, "hidden_size is missing")]
    [InlineData("llama", "hidden_size", "-3", "hidden_size is -3, expected an integer from 1")]
    [InlineData("llama", "hidden_size", "1e99", "hidden_size is 1e99")]
    [InlineData("llama", "vocab_size", "\"many\"", "vocab_size is \"many\"")]
    [InlineData(
        "llama",
        "num_key_value_heads",
        "3",
        "num_key_value_heads is 3, which does not divide num_attention_heads 2"
    )]
    [InlineData("llama", "hidden_act", "\"relu\"", "hidden_act is \"relu\", expected silu")]
    [InlineData("llama", "rms_norm_eps", "0", "rms_norm_eps is 0, expected a number from")]
    [InlineData(
        "llama",
        "rope_scaling",
        "{\"rope_type\":\"longrope\"}",
        "rope_scaling.rope_type is \"longrope\", expected default, linear, dynamic, llama3 or yarn"
    )]
    [InlineData("llama", "rope_scaling", "{\"type\":\"llama3\"}", "rope_scaling.factor is missing")]
    [InlineData("llama", "rope_parameters", "{\"rope_type\":\"linear\"}", "rope_parameters.factor is missing")]
    [InlineData("llama", "partial_rotary_factor", "0.5", "partial_rotary_factor is 0.5, expected 1")]
    [InlineData("llama", "head_dim", "7", "head_dim gives heads of size 7; rotary positions need an even number")]
    [InlineData("llama", "attention_bias", "1", "attention_bias is 1, expected true or false")]
    [InlineData("llama", "num_hidden_layers", "3", "tensor model.layers.2.input_layernorm.weight is missing")]
    [InlineData("llama", "num_hidden_layers", "1", "tensor model.layers.1.")]
    [InlineData("llama", "intermediate_size", "50", "has shape [48, 16], config.json asks for [50, 16]")]
    [InlineData("llama", "tie_word_embeddings", "false", "tensor lm_head.weight is missing")]
    [InlineData("gpt2", "activation_function", "\"relu\"", "activation_function is \"relu\", expected gelu_new")]
    [InlineData("gpt2", "scale_attn_weights", "false", "scale_attn_weights is false")]
    [InlineData("gpt2", "n_head", "3", "n_head is 3, which does not divide n_embd 16")]
    [InlineData("gpt2", "n_positions", "33", "has shape [32, 16], config.json asks for [33, 16]")]
    public async Task Config_that_cannot_be_or_contradicts_the_tensors_is_refused(
        string architecture,
        string field,
        string? value,
        string expected
    )
    {
        using var model = await TinyModel.CreateAsync(architecture);
        var config = JsonNode.Parse(File.ReadAllText(model.File("config.json")))!.AsObject();
        config[field] = value is null ? null : JsonNode.Parse(value);
        File.WriteAllText(model.File("config.json"), config.ToJsonString());
        Assert.Contains(expected, Refusal(model.Folder));
    }

    [Fact]
    public async Task Cut_weights_are_refused()
    {
        using var model = await TinyModel.CreateAsync();
        using (var stream = File.OpenWrite(model.File("model.safetensors")))
            stream.SetLength(stream.Length - 1);
        Assert.Contains("the file is cut", Refusal(model.Folder));
    }

    [Fact]
    public async Task Vocabulary_smaller_than_the_tokenizers_is_refused()
    {
        using var model = await TinyModel.CreateAsync();
        var text = File.ReadAllText(model.File("tokenizer.json"));
        File.WriteAllText(
            model.File("tokenizer.json"),
            text.Replace("\"ids\":[0]", "\"ids\":[100000]", StringComparison.Ordinal)
        );
        var message = Assert.Throws<InvalidDataException>(() => TorchScoringEngine.ReadProfile(model.Folder)).Message;
        Assert.Contains("the tokenizer has ids up to 100000, but config.json: vocab_size is 300", message);
    }

    [Fact]
    public async Task Shards_hold_what_the_single_file_holds()
    {
        using var model = await TinyModel.CreateAsync();
        var single = CheckpointFolder.Open(model.Folder);
        var expected = Read(single, "model.norm.weight", 16)
            .Concat(Read(single, "model.embed_tokens.weight", 300 * 16))
            .ToArray();
        Shard(model);
        var sharded = CheckpointFolder.Open(model.Folder);
        Assert.Equal(
            expected,
            Read(sharded, "model.norm.weight", 16).Concat(Read(sharded, "model.embed_tokens.weight", 300 * 16))
        );
    }

    [Theory]
    [InlineData("a.safetensors", "a.safetensors: missing, but model.safetensors.index.json places")]
    [InlineData("b.safetensors", "b.safetensors: missing, but model.safetensors.index.json places")]
    public async Task Missing_shard_is_named(string shard, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        Shard(model);
        File.Delete(model.File(shard));
        Assert.Contains(expected, Refusal(model.Folder));
    }

    [Theory]
    [InlineData(
        "{\"weight_map\":{\"x\":\"../elsewhere.safetensors\"}}",
        "expected the name of a file beside the index"
    )]
    [InlineData("{\"weight_map\":{\"x\":5}}", "weight_map.x is 5, expected a string")]
    [InlineData("{}", "weight_map is missing")]
    [InlineData("{", "is not JSON")]
    [InlineData("{\"weight_map\":{\"x\":\"a.safetensors\"}}", "has no tensor x")]
    public async Task Broken_index_is_refused(string index, string expected)
    {
        using var model = await TinyModel.CreateAsync();
        Shard(model);
        File.WriteAllText(model.File("model.safetensors.index.json"), index);
        Assert.Contains(expected, Refusal(model.Folder));
    }

    private static string Refusal(string folder)
    {
        var message = Assert.Throws<InvalidDataException>(() => CheckpointFolder.Open(folder)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    private static float[] Read(CheckpointFolder checkpoint, string name, int count)
    {
        var numbers = new float[count];
        checkpoint.Read(name, numbers);
        return numbers;
    }

    /// <summary>Cuts model.safetensors into two files and an index.</summary>
    private static void Shard(TinyModel model)
    {
        var single = model.File("model.safetensors");
        var bytes = File.ReadAllBytes(single);
        var tensors = Safetensors
            .ReadHeader(single)
            .Values.OrderBy(t => t.Offset)
            .Select(t =>
                (
                    Spec: new TensorSpec(t.Name, t.Shape, TensorRole.Matrix),
                    Bytes: (ReadOnlyMemory<byte>)bytes.AsMemory((int)t.Offset, (int)t.Bytes)
                )
            )
            .ToList();
        var map = new JsonObject();
        foreach (var (name, part) in new[] { ("a.safetensors", tensors[..5]), ("b.safetensors", tensors[5..]) })
        {
            SafetensorsWriter.Write(model.File(name), part);
            foreach (var (spec, _) in part)
                map[spec.Name] = name;
        }

        File.WriteAllText(
            model.File("model.safetensors.index.json"),
            new JsonObject { ["weight_map"] = map }.ToJsonString()
        );
        File.Delete(single);
    }
}
