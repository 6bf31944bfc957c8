using System.Text.Json.Nodes;
using FluxEntropy.Models.Checkpoints;

namespace FluxEntropy.Models.Tests.Checkpoints;

/// <summary>config.json: the forms that are accepted, and fields from hostile hands, each refused by name.</summary>
public sealed class ModelConfigTests : IDisposable
{
    private const string Llama =
        """{"model_type":"llama","vocab_size":32,"hidden_size":16,"intermediate_size":8,"num_hidden_layers":2,"num_attention_heads":2,"max_position_embeddings":64}""";
    private const string Qwen2 =
        """{"model_type":"qwen2","vocab_size":32,"hidden_size":16,"intermediate_size":8,"num_hidden_layers":2,"num_attention_heads":2,"max_position_embeddings":64}""";
    private const string Gpt2 =
        """{"model_type":"gpt2","vocab_size":32,"n_embd":16,"n_layer":2,"n_head":2,"n_positions":64}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-config-");

    [Fact]
    public void Missing_fields_mean_what_the_architectures_classes_say()
    {
        var (llama, gpt2) = (Read(Llama), Read(Gpt2));
        Assert.Equal(
            (2, 8, 1e-6, 10_000.0, false),
            (llama.KeyValueHeads, llama.HeadSize, llama.NormEpsilon, llama.RopeTheta, llama.TiedHead)
        );
        Assert.Equal((64, 1e-5, true), (gpt2.Intermediate, gpt2.NormEpsilon, gpt2.TiedHead));
    }

    [Fact]
    public void Base_and_scaling_of_positions_may_stand_in_rope_parameters()
    {
        var config = Read(
            Llama,
            "rope_parameters",
            """{"rope_type":"llama3","rope_theta":5e5,"factor":8,"low_freq_factor":1,"high_freq_factor":4,"original_max_position_embeddings":8192}"""
        );
        Assert.Equal((5e5, new Llama3RopeScaling(8, 1, 4, 8192)), (config.RopeTheta, config.RopeScaling));
        config = Read(Llama, "rope_parameters", """{"rope_theta":7e4}""");
        Assert.Equal((7e4, null), (config.RopeTheta, config.RopeScaling));
    }

    [Theory]
    [InlineData("num_hidden_layers", "0")]
    [InlineData("num_hidden_layers", "100000000")]
    [InlineData("num_attention_heads", "-1")]
    [InlineData("vocab_size", "2147483648")]
    [InlineData("vocab_size", "1e400")]
    [InlineData("vocab_size", "32.5")]
    [InlineData("hidden_size", "\"NaN\"")]
    [InlineData("hidden_size", "[16]")]
    [InlineData("intermediate_size", "99999999999999999999")]
    [InlineData("max_position_embeddings", "{\n\"a\": 1}")]
    [InlineData("num_key_value_heads", "0")]
    [InlineData("head_dim", "16777216")]
    [InlineData("head_dim", "3")]
    [InlineData("num_attention_heads", "5")]
    [InlineData("num_attention_heads", "32")]
    [InlineData("rms_norm_eps", "-1e-5")]
    [InlineData("rms_norm_eps", "1e308")]
    [InlineData("rms_norm_eps", "1e999")]
    [InlineData("rms_norm_eps", "\"Infinity\"")]
    [InlineData("rope_theta", "0")]
    [InlineData("rope_theta", "1e-300")]
    [InlineData("rope_theta", "1e300")]
    [InlineData("rope_scaling", "5", "rope_scaling is 5, expected an object")]
    [InlineData("rope_scaling", "{}", "rope_scaling has no rope_type")]
    [InlineData(
        "rope_scaling",
        "{\"rope_type\":\"dynamic\"}",
        "rope_scaling.rope_type is \"dynamic\", expected default or llama3"
    )]
    [InlineData("rope_scaling", "{\"type\":7}", "rope_scaling.type is 7, expected a string")]
    [InlineData(
        "rope_parameters",
        "{\"full_attention\":{\"rope_type\":\"default\"}}",
        "rope_parameters.full_attention is an object"
    )]
    [InlineData(
        "rope_parameters",
        "{\"rope_theta\":1e4,\"partial_rotary_factor\":0.25}",
        "rope_parameters.partial_rotary_factor is 0.25"
    )]
    [InlineData(
        "rope_scaling",
        "{\"rope_type\":\"llama3\",\"factor\":0,\"low_freq_factor\":1,\"high_freq_factor\":4,\"original_max_position_embeddings\":8}",
        "rope_scaling.factor is 0"
    )]
    [InlineData(
        "rope_scaling",
        "{\"rope_type\":\"llama3\",\"factor\":2,\"low_freq_factor\":4,\"high_freq_factor\":4,\"original_max_position_embeddings\":8}",
        "rope_scaling.high_freq_factor is 4, expected more than low_freq_factor 4"
    )]
    [InlineData("quantization_config", "{\"bits\":4}", "quantization_config is set")]
    [InlineData("tie_word_embeddings", "\"yes\"")]
    public void Field_that_cannot_be_is_refused_by_name(string field, string value, string? expected = null) =>
        Assert.Contains(expected ?? field + " ", Refusal(Llama, field, value));

    [Theory]
    [InlineData("use_sliding_window", "true", "use_sliding_window is true; attention over a sliding window")]
    [InlineData("layer_types", "[\"full_attention\",\"sliding_attention\"]", "layer_types[1] is \"sliding_attention\"")]
    public void Window_shorter_than_the_context_is_refused(string field, string value, string expected)
    {
        Assert.Contains(expected, Refusal(Qwen2, field, value));
        var withWindow = JsonNode.Parse(Qwen2)!.AsObject();
        withWindow["sliding_window"] = 63;
        Assert.Contains(expected, Refusal(withWindow.ToJsonString(), field, value));
        withWindow["sliding_window"] = 64;
        Assert.Equal(Architecture.Qwen2, Read(withWindow.ToJsonString(), field, value).Architecture);
    }

    [Theory]
    [InlineData("n_inner", "0")]
    [InlineData("n_layer", "\"2\"")]
    [InlineData("n_head", "3")]
    [InlineData("layer_norm_epsilon", "2")]
    public void Field_of_gpt2_that_cannot_be_is_refused_by_name(string field, string value) =>
        Assert.Contains(field + " is", Refusal(Gpt2, field, value));

    public void Dispose() => _folder.Delete(recursive: true);

    private string Refusal(string config, string field, string value)
    {
        var message = Assert.Throws<InvalidDataException>(() => Read(config, field, value)).Message;
        Assert.StartsWith(Path.Combine(_folder.FullName, "config.json") + ": ", message);
        Assert.DoesNotContain('\n', message);
        return message;
    }

    /// <summary>The value goes into the file as it is written: not every one is a number of .NET.</summary>
    private ModelConfig Read(string config, string? field = null, string value = "")
    {
        var fields = JsonNode.Parse(config)!.AsObject();
        if (field is not null)
            fields[field] = "here";
        File.WriteAllText(
            Path.Combine(_folder.FullName, "config.json"),
            fields.ToJsonString().Replace("\"here\"", value, StringComparison.Ordinal)
        );
        return ModelConfigFile.Read(_folder.FullName);
    }
}
