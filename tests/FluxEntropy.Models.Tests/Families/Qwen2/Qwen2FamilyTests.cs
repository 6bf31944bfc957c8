using System.Text.Json.Nodes;
using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Tests.Families.Qwen2;

public sealed class Qwen2FamilyTests : IDisposable
{
    private const string Qwen2 = """
        {"model_type":"qwen2","vocab_size":32,"hidden_size":16,"intermediate_size":8,
        "num_hidden_layers":2,"num_attention_heads":2,"max_position_embeddings":64}
        """;

    private readonly ConfigFolder _config = new();

    [Theory]
    [InlineData("attention_bias", "true")]
    [InlineData("attention_bias", "false")]
    [InlineData("mlp_bias", "true")]
    public void Queries_keys_and_values_alone_have_biases_whatever_the_fields_of_Llama_say(string field, string value)
    {
        var layer = _config.Read(Qwen2, field, value).Layer;
        Assert.All(layer.Attention.QueryKeyValue.Parts, part => Assert.True(part.HasBias));
        Assert.False(layer.Attention.Output.HasBias);
        Assert.False(layer.Mlp.Up.HasBias);
    }

    [Theory]
    [InlineData("max_window_layers", "1", "01")]
    [InlineData("max_window_layers", "2", null)]
    [InlineData("layer_types", "[\"sliding_attention\",\"full_attention\"]", "10")]
    [InlineData("sliding_window", "64", null)]
    [InlineData("use_sliding_window", "false", null)]
    public void Window_is_over_the_layers_that_slide(string field, string value, string? layers)
    {
        var windowed = JsonNode.Parse(Qwen2)!.AsObject();
        windowed["use_sliding_window"] = true;
        windowed["sliding_window"] = 12;
        windowed["max_window_layers"] = 0;
        var variation = _config.Read(windowed.ToJsonString(), field, value).Variation;
        Assert.Equal(layers is null ? null : new LayerVariation(layers, Window: 12), variation);
    }

    [Theory]
    [InlineData("layer_types", "[\"full_attention\"]", "layer_types has 1 entries, expected one for each of 2 layers")]
    [InlineData("layer_types", "[\"linear\",\"linear\"]", "layer_types[0] is \"linear\"")]
    [InlineData("sliding_window", "0", "sliding_window is 0")]
    public void Window_that_cannot_be_is_refused_by_name(string field, string value, string expected)
    {
        var windowed = JsonNode.Parse(Qwen2)!.AsObject();
        windowed["use_sliding_window"] = true;
        windowed["max_window_layers"] = 0;
        Assert.Contains(expected, _config.Refusal(windowed.ToJsonString(), field, value));
    }

    public void Dispose() => _config.Dispose();
}
