using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Normalizers;
using FluxEntropy.Models.Tokenizers.Training;

namespace FluxEntropy.Models.Tests.Tokenizers;

/// <summary>
/// The tokenizers of the model families, each with a small vocabulary: what goes in comes out, and spans run through
/// the text.
/// </summary>
public sealed class TokenizerFamilyTests : IDisposable
{
    private const string Llama3Split =
        """{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,"""
        + """3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false}""";
    private const string Bytes =
        """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}""";
    private const string Gpt2 =
        """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String,
        Gen.Int[0, 0x10FFFF]
            .Where(Rune.IsValid)
            .Select(value => new Rune(value).ToString())
            .List[0, 20]
            .Select(string.Concat),
        Gen.OneOfConst(
                "𝒜",
                "🚀",
                "👩‍👩‍👧",
                "e\u0301",
                "q\u0307\u0323",
                "a\u0323\u0301",
                "\u1112\u1161\u11ab",
                "\u0958",
                "日本",
                " ",
                "  ",
                "\n",
                "x",
                "the",
                "7",
                "'S",
                "'\u017f",
                "\ud83d"
            )
            .List[0, 30]
            .Select(string.Concat)
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-family-");

    [Theory]
    [InlineData("llama 3", null, $$"""{"type":"Sequence","pretokenizers":[{{Llama3Split}},{{Bytes}}]}""", true)]
    [InlineData(
        "smollm2",
        null,
        $$"""{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{{Gpt2}}]}""",
        false
    )]
    [InlineData("gpt2", null, Gpt2, false)]
    public void Byte_level_tokenizers_give_any_text_back(
        string family,
        string? normalizer,
        string preTokenizer,
        bool ignoreMerges
    )
    {
        var tokenizer = ByteLevel(normalizer, preTokenizer, ignoreMerges);
        AnyText.Sample(text =>
            Assert.True(
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == tokenizer.Decode(tokenizer.EncodeToIds(text)),
                family
            )
        );
        AnyText.Sample(text => AssertTiles(text, tokenizer.Encode(text, addSpecial: false)));
    }

    [Fact]
    public void Composing_tokenizers_give_the_composed_text_back_and_spans_of_the_text_as_it_was()
    {
        var tokenizer = ByteLevel(
            """{"type":"NFC"}""",
            $$"""{"type":"Sequence","pretokenizers":[{{Llama3Split}},{{Bytes}}]}""",
            ignoreMerges: false
        );
        AnyText.Sample(text =>
        {
            var composed = new NfcNormalizer()
                .Normalize(NormalizedText.Unchanged(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))))
                .Text;
            Assert.Equal(composed, tokenizer.Decode(tokenizer.EncodeToIds(text)));
            AssertTiles(text, tokenizer.Encode(text, addSpecial: false));
        });
    }

    [Fact]
    public void Tokens_of_composed_and_reordered_marks_cover_all_that_they_come_from()
    {
        var tokenizer = ByteLevel("""{"type":"NFC"}""", Gpt2, ignoreMerges: false);
        var spans = tokenizer.Encode("xe\u0301q\u0307\u0323y", addSpecial: false).Spans.Distinct();
        Assert.Equal([(0, 1), (1, 3), (3, 4), (4, 6), (6, 7)], spans.Select(span => (span.Start, span.End)));
    }

    [Fact]
    public void Byte_fallback_gives_any_text_back()
    {
        var tokenizer = ByteFallback("<unk>", fallback: true);
        AnyText
            .Where(text => !text.Contains('▁', StringComparison.Ordinal))
            .Sample(text =>
            {
                Assert.Equal(
                    Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
                    tokenizer.Decode(tokenizer.EncodeToIds(text))
                );
                AssertTiles(text, tokenizer.Encode(text), fromNowhere: true);
            });
    }

    [Fact]
    public void Bytes_of_a_character_each_cover_all_of_it()
    {
        var encoded = ByteFallback("<unk>", fallback: true).Encode("a🚀 b");
        Assert.Equal(
            [Letter("▁a"), Byte(0xF0), Byte(0x9F), Byte(0x9A), Byte(0x80), Letter("▁"), Letter("b")],
            encoded.Ids
        );
        Assert.Equal(
            [(0, 1), (1, 3), (1, 3), (1, 3), (1, 3), (3, 4), (4, 5)],
            encoded.Spans.Select(span => (span.Start, span.End))
        );
    }

    [Fact]
    public void Unknown_characters_without_bytes_are_one_unknown_token_or_none_can_be_written()
    {
        var encoded = ByteFallback("<unk>", fallback: false).Encode("aéüb");
        Assert.Equal(
            [(Letter("▁a"), 0, 1), (0, 1, 3), (Letter("b"), 3, 4)],
            encoded.Ids.Zip(encoded.Spans, (id, span) => (id, span.Start, span.End))
        );
        Assert.Contains(
            "\"é\" cannot be written",
            Assert.Throws<InvalidDataException>(() => ByteFallback(null, fallback: false).EncodeToIds("aé")).Message
        );
    }

    [Fact]
    public void Whole_pieces_stand_for_themselves_only_where_merges_are_ignored()
    {
        // "thx" is a token that no merge forms, as Llama 3 has some.
        int[] Encode(bool ignoreMerges) =>
            ByteLevel(null, Gpt2, ignoreMerges, json => json["model"]!["vocab"]!["thx"] = 900)
                .EncodeToIds("thx", addSpecial: false);
        Assert.Equal([900], Encode(ignoreMerges: true));
        Assert.DoesNotContain(900, Encode(ignoreMerges: false));
    }

    /// <summary>Ids by huggingface/tokenizers.</summary>
    [Theory]
    [InlineData("Hello world 🚀 e\u0301", new[] { 12092, 1533, 22692, 237, 211, 3974 })]
    [InlineData("                        x", new[] { 50254, 89 })]
    public void Gpt_neox_composes_and_finds_its_tokens_of_spaces(string text, int[] ids) =>
        Assert.Equal(ids, HuggingFaceTokenizer.Load(SharedData.Path("data/tokenizers/gpt-neox")).EncodeToIds(text));

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AssertTiles(string text, TokenizedText encoded, bool fromNowhere = false)
    {
        var end = 0;
        foreach (var span in encoded.Spans)
        {
            Assert.True(
                span.Start <= end && span.End >= end && (span.End > span.Start || fromNowhere),
                $"{span} after {end}"
            );
            Assert.False(
                span.Start > 0 && span.Start < text.Length && char.IsSurrogatePair(text, span.Start - 1),
                $"{span} cuts a pair"
            );
            end = span.End;
        }

        Assert.Equal(text.Length, end);
    }

    private HuggingFaceTokenizer ByteLevel(
        string? normalizer,
        string preTokenizer,
        bool ignoreMerges,
        Action<JsonObject>? change = null
    )
    {
        var file = Path.Combine(_folder.FullName, "tokenizer.json");
        TokenizerJsonWriter.Write(
            file,
            BpeTrainer.Train([.. TinyModel.Sentences, "é é é 한국"], 400, "<|endoftext|>"),
            "<|endoftext|>"
        );
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        json["normalizer"] = normalizer is null ? null : JsonNode.Parse(normalizer);
        json["pre_tokenizer"] = JsonNode.Parse(preTokenizer);
        json["model"]!["ignore_merges"] = ignoreMerges;
        change?.Invoke(json);
        File.WriteAllText(file, json.ToJsonString());
        return HuggingFaceTokenizer.Load(_folder.FullName);
    }

    private static int Byte(int value) => 1 + value;

    private static int Letter(string token) => 257 + Array.IndexOf(["▁", "a", "b", "▁a", "ab"], token);

    /// <summary>As Llama 2's: a mark before every text and for every space, 256 bytes, and a few merges.</summary>
    private HuggingFaceTokenizer ByteFallback(string? unknown, bool fallback)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0 };
        for (var value = 0; value < 256; value++)
            vocabulary[$"<0x{value:X2}>"] = Byte(value);
        foreach (var token in new[] { "▁", "a", "b", "▁a", "ab" })
            vocabulary[token] = Letter(token);
        var json = new JsonObject
        {
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = JsonNode.Parse(
                """{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},"""
                    + """{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}"""
            ),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = unknown,
                ["fuse_unk"] = true,
                ["byte_fallback"] = fallback,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray("▁ a", "a b"),
            },
        };
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), json.ToJsonString());
        return HuggingFaceTokenizer.Load(_folder.FullName);
    }
}
