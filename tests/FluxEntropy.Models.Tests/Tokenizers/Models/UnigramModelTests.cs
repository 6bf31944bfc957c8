using System.Text.Json.Nodes;
using CsCheck;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tests.Tokenizers.Models;

public sealed class UnigramModelTests : IDisposable
{
    private static readonly (string Text, double Score)[] Pieces =
    [
        ("<unk>", 0),
        ("▁", -3),
        ("a", -2.5),
        ("b", -2.6),
        ("ab", -4),
        ("▁ab", -5.5),
        ("aba", -6.1),
        ("🚀", -4),
        ("ba", -5.5),
    ];

    private readonly TemporaryTokenizer _folder = new();

    [Fact]
    public void Likeliest_cut_is_found_among_all()
    {
        var model = new UnigramModel(Pieces, unknown: 0, byteFallback: false);
        Gen.Char["ab▁"]
            .Array[0, 9]
            .Select(letters => new string(letters))
            .Sample(text =>
            {
                var tokens = new List<EncodedToken>();
                model.Encode(text, tokens);
                Assert.Equal(text, string.Concat(tokens.Select(token => Pieces[token.Id].Text)));
                Assert.Equal(BestScore(text), tokens.Sum(token => Pieces[token.Id].Score), 1e-9);
            });
    }

    [Fact]
    public void Run_of_unknown_characters_is_one_token()
    {
        var tokens = new List<EncodedToken>();
        new UnigramModel(Pieces, unknown: 0, byteFallback: false).Encode("aéüb🚀ö", tokens);
        Assert.Equal([(2, 1), (0, 4), (3, 1), (7, 4), (0, 2)], tokens.Select(token => (token.Id, token.Bytes)));
    }

    [Fact]
    public void Unknown_characters_become_bytes_where_there_are_bytes()
    {
        (string, double)[] bytes = [.. Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", -9.0))];
        var model = new UnigramModel([.. Pieces, .. bytes], unknown: 0, byteFallback: true);
        var tokens = new List<EncodedToken>();
        model.Encode("aé", tokens);
        Assert.Equal([2, Pieces.Length + 0xC3, Pieces.Length + 0xA9], tokens.Select(token => token.Id));
        Assert.Equal([0xC3], model.Bytes(Pieces.Length + 0xC3).ToArray());
    }

    [Theory]
    [InlineData("always", "ab[x]ab", "▁ab [x] ▁ab")]
    [InlineData("first", "ab[x]ab", "▁ab [x] ab")]
    [InlineData("never", "ab[x]ab", "ab [x] ab")]
    [InlineData("always", " ab b", "▁ab ▁ b")]
    public void Metaspace_puts_a_mark_before_stretches_by_its_scheme(string scheme, string text, string expected)
    {
        var tokenizer = Metaspace(scheme);
        var encoded = tokenizer.Encode(text);
        Assert.Equal(expected, string.Join(' ', encoded.Ids.Select(id => id == 9 ? "[x]" : Pieces[id].Text)));
        Assert.Equal(text.Length, encoded.Spans[^1].End);
        if (!text.Contains('['))
            Assert.Equal(text.TrimStart(), tokenizer.Decode(encoded.Ids));
    }

    [Fact]
    public void Words_are_cut_by_themselves()
    {
        // Undivided, "b▁a" could be cut across the mark.
        var pieces = new JsonArray([.. Pieces.Append(("b▁a", -0.1)).Select(p => new JsonArray(p.Item1, p.Item2))]);
        Assert.Equal([1, 3, 1, 2], Metaspace("always", pieces).EncodeToIds("b a"));
        Assert.Equal([1, 9], Metaspace("always", pieces.DeepClone(), split: false).EncodeToIds("b a"));
    }

    private HuggingFaceTokenizer Metaspace(string scheme, JsonNode? pieces = null, bool split = true)
    {
        var json = new JsonObject
        {
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Metaspace",
                ["replacement"] = "▁",
                ["prepend_scheme"] = scheme,
                ["split"] = split,
            },
            ["model"] = new JsonObject
            {
                ["type"] = "Unigram",
                ["unk_id"] = 0,
                ["vocab"] = pieces ?? new JsonArray([.. Pieces.Select(p => new JsonArray(p.Text, p.Score))]),
            },
        };
        if (pieces is null)
            json["added_tokens"] = new JsonArray(new JsonObject { ["id"] = 9, ["content"] = "[x]" });
        File.WriteAllText(_folder.Path("tokenizer.json"), json.ToJsonString());
        return _folder.Load();
    }

    /// <summary>Over every way to cut a text.</summary>
    private static double BestScore(string text) =>
        text.Length == 0
            ? 0
            : Pieces
                .Where(piece => piece.Text != "<unk>" && text.StartsWith(piece.Text, StringComparison.Ordinal))
                .Max(piece => piece.Score + BestScore(text[piece.Text.Length..]));

    public void Dispose() => _folder.Dispose();
}
