using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Tests.Families.Llama;

/// <summary>
/// config.json of a Llama: the forms that are accepted, and fields from hostile hands, each refused by name.
/// </summary>
public sealed class LlamaConfigTests : IDisposable
{
    private const string Llama = """
        {"model_type":"llama","vocab_size":32,"hidden_size":16,"intermediate_size":8,
        "num_hidden_layers":2,"num_attention_heads":2,"max_position_embeddings":64}
        """;

    private readonly ConfigFolder _config = new();

    [Fact]
    public void Missing_fields_mean_what_the_familys_class_says()
    {
        var llama = _config.Read(Llama);
        Assert.Equal((2, 8), (llama.Layer.Attention.KeyValueHeads, llama.Layer.Attention.HeadSize));
        Assert.Equal(new RmsNormSpec("model.norm", 1e-6), llama.FinalNorm);
        Assert.Equal(new RotaryPositionSpec(10_000, Scaling: null), llama.Positions);
        Assert.False(llama.TiedHead);
    }

    [Fact]
    public void Base_and_scaling_of_positions_may_stand_in_rope_parameters()
    {
        var spec = _config.Read(
            Llama,
            "rope_parameters",
            """
            {"rope_type":"llama3","rope_theta":5e5,"factor":8,"low_freq_factor":1,"high_freq_factor":4,
            "original_max_position_embeddings":8192}
            """
        );
        Assert.Equal(new RotaryPositionSpec(5e5, new Llama3RopeScaling(8, 1, 4, 8192)), spec.Positions);
        spec = _config.Read(Llama, "rope_parameters", """{"rope_theta":7e4}""");
        Assert.Equal(new RotaryPositionSpec(7e4, Scaling: null), spec.Positions);
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
        "{\"rope_type\":\"longrope\"}",
        "rope_scaling.rope_type is \"longrope\", expected default, linear, dynamic, llama3 or yarn"
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
        Assert.Contains(expected ?? field + " ", _config.Refusal(Llama, field, value));

    public void Dispose() => _config.Dispose();
}
