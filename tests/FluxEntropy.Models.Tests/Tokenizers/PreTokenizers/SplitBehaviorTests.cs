using System.Text.Json.Nodes;
using FluxEntropy.Models.ModelFiles;
using FluxEntropy.Models.Tokenizers.Json;

namespace FluxEntropy.Models.Tests.Tokenizers.PreTokenizers;

/// <summary>Splits as huggingface/tokenizers documents its behaviours, and the patterns of models that use them.</summary>
public sealed class SplitBehaviorTests
{
    private const string Cl100k =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string DeepSeek =
        @"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+"
        + @"| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    [Theory]
    [InlineData("Isolated", "the|-|final|-|-|countdown")]
    [InlineData("Removed", "the|final|countdown")]
    [InlineData("MergedWithPrevious", "the-|final-|-|countdown")]
    [InlineData("MergedWithNext", "the|-final|-|-countdown")]
    [InlineData("Contiguous", "the|-|final|--|countdown")]
    public void Matches_are_pieces_or_join_their_neighbours_or_go(string behavior, string expected) =>
        Assert.Equal(expected, Split("the-final--countdown", Step("-", behavior)));

    [Fact]
    public void Inverted_the_matches_are_what_lies_between() =>
        Assert.Equal("the|final|countdown", Split("the-final--countdown", Step("[a-z]+", "Removed", invert: true)));

    [Theory]
    [InlineData("Removed", true)]
    [InlineData("Isolated", false)]
    public void Cl100k_splits_as_tiktoken_does(string behavior, bool invert) =>
        Assert.Equal(
            "I|'ll| pay|  | |123|45|!!\n\n| | 你好| 𝒜𝒜|\n",
            Split("I'll pay   12345!!\n\n  你好 𝒜𝒜\n", Step(Cl100k, behavior, invert))
        );

    [Fact]
    public void Deepseek_takes_digits_by_three_and_Chinese_by_itself() =>
        Assert.Equal(
            "abc|123|45|汉字かな| def|+(|x|).|append|\n",
            Split(
                "abc12345汉字かな def+(x).append\n",
                Step(@"\p{N}{1,3}", "Isolated"),
                Step("[一-龥\u3040-ゟ゠-ヿ]+", "Isolated"),
                Step(DeepSeek, "Isolated")
            )
        );

    private static JsonObject Step(string pattern, string behavior, bool invert = false) =>
        new()
        {
            ["type"] = "Split",
            ["pattern"] = new JsonObject { ["Regex"] = pattern },
            ["behavior"] = behavior,
            ["invert"] = invert,
        };

    private static string Split(string text, params JsonObject[] steps)
    {
        var json = new JsonObject
        {
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray([.. steps.Select(step => (JsonNode)step)]),
            },
        };
        var bytes = System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
        var read = PreTokenizerJson.Read(JsonFile.Parse("test", "the file", bytes).Get("pre_tokenizer"));
        var pieces = new List<(int Start, int Length)>();
        read.PreTokenizer!.Split(text, 0, text.Length, pieces);
        return string.Join('|', pieces.Select(piece => text.Substring(piece.Start, piece.Length)));
    }
}
