namespace FluxEntropy.Models.Tests.Families.Gpt2;

public sealed class Gpt2ConfigTests : IDisposable
{
    private const string Gpt2 =
        """{"model_type":"gpt2","vocab_size":32,"n_embd":16,"n_layer":2,"n_head":2,"n_positions":64}""";

    private readonly ConfigFolder _config = new();

    [Fact]
    public void Missing_fields_mean_what_the_familys_class_says()
    {
        var gpt2 = _config.Read(Gpt2);
        Assert.Equal((64, 1e-5, true), (gpt2.Layer.Mlp.Width, gpt2.FinalNorm.Epsilon, gpt2.TiedHead));
    }

    [Theory]
    [InlineData("n_inner", "0")]
    [InlineData("n_layer", "\"2\"")]
    [InlineData("n_head", "3")]
    [InlineData("layer_norm_epsilon", "2")]
    public void Field_that_cannot_be_is_refused_by_name(string field, string value) =>
        Assert.Contains(field + " is", _config.Refusal(Gpt2, field, value));

    public void Dispose() => _config.Dispose();
}
