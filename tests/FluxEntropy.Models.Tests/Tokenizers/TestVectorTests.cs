using System.Text.Json;
using FluxEntropy.Models.Tokenizers;

namespace FluxEntropy.Models.Tests.Tokenizers;

/// <summary>Token ids that the reference implementations of these tokenizers gave.</summary>
public sealed class TestVectorTests
{
    [Theory]
    [InlineData("data/tokenizers/gpt2", "data/tokenizers/gpt2/test_vectors.json")]
    [InlineData("data/tokenizers/llama3", "data/tokenizers/llama3/test_vectors.json")]
    [InlineData("data/tokenizers/llama2-spm", "data/tokenizers/llama2-spm/test_vectors.json")]
    [InlineData("data/tokenizers/llama2-hf", "data/tokenizers/llama2-spm/test_vectors.json")]
    [InlineData("data/models/stories260K-hf", "reference/scores/stories260K_tokenizer_vectors.json")]
    public void Every_vector_is_reproduced(string folder, string vectors)
    {
        var tokenizer = HuggingFaceTokenizer.Load(SharedData.Path(folder));
        using var json = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path(vectors)));
        var withBos = vectors.Contains("stories", StringComparison.Ordinal);
        var wrong = new List<string>();
        foreach (var vector in json.RootElement.GetProperty("vectors").EnumerateArray())
        {
            var text = vector.GetProperty("text").GetString()!;
            int[] expected = [.. vector.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            var ids = tokenizer.EncodeToIds(text, addSpecial: withBos);
            if (!ids.AsSpan().SequenceEqual(expected))
                wrong.Add(
                    $"{JsonSerializer.Serialize(text)}: expected [{string.Join(' ', expected)}], got [{string.Join(' ', ids)}]"
                );
        }

        Assert.Empty(wrong);
    }
}
