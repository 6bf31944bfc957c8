using System.Text.Json.Nodes;
using FluxEntropy.Models.Families.Qwen2;

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
    [InlineData("use_sliding_window", "true", "use_sliding_window is true; attention over a sliding window")]
    [InlineData("layer_types", "[\"full_attention\",\"sliding_attention\"]", "layer_types[1] is \"sliding_attention\"")]
    public void Window_shorter_than_the_context_is_refused(string field, string value, string expected)
    {
        Assert.Contains(expected, _config.Refusal(Qwen2, field, value));
        var withWindow = JsonNode.Parse(Qwen2)!.AsObject();
        withWindow["sliding_window"] = 63;
        Assert.Contains(expected, _config.Refusal(withWindow.ToJsonString(), field, value));
        withWindow["sliding_window"] = 64;
        Assert.Same(Qwen2Family.Instance, _config.Read(withWindow.ToJsonString(), field, value).Family);
    }

    public void Dispose() => _config.Dispose();
}
