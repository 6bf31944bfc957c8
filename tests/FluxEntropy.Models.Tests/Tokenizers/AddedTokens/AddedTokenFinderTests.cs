using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers.Encodings;

namespace FluxEntropy.Models.Tests.Tokenizers.AddedTokens;

/// <summary>Added tokens in texts, as a tokenizer.json that lists them has them found.</summary>
public sealed class AddedTokenFinderTests : IDisposable
{
    private readonly TemporaryTokenizer _folder = new();

    [Fact]
    public void Special_token_written_out_is_text_unless_asked()
    {
        _folder.Write(_ => { });
        var tokenizer = _folder.Load();
        Assert.DoesNotContain(0, tokenizer.EncodeToIds("a<|endoftext|>b", addSpecial: false));
        var parsed = tokenizer.Encode("a<|endoftext|>b", addSpecial: false, parseSpecial: true);
        Assert.Equal([new(0, 1), new(1, 14), new(14, 15)], parsed.Spans);
        Assert.Equal(0, parsed.Ids[1]);
    }

    [Fact]
    public void Ordinary_added_tokens_are_cut_out_longest_first_with_the_space_that_they_swallow()
    {
        _folder.Write(json =>
        {
            var added = json["added_tokens"]!.AsArray();
            added.Add(Added(1000, "--", left: false));
            added.Add(Added(1001, "----", left: true));
        });
        var encoded = _folder.Load().Encode("a  ----b--", addSpecial: false);
        Assert.Equal(
            [(1001, new TokenSpan(1, 7)), (1000, new TokenSpan(8, 10))],
            encoded.Ids.Zip(encoded.Spans).Where(t => t.First >= 1000)
        );
    }

    [Fact]
    public void Single_words_stand_between_other_characters()
    {
        _folder.Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "ing", "single_word")));
        var tokenizer = _folder.Load();
        Assert.All(["ing", "-ing.", " ing ", "🚀ing"], text => Assert.Contains(1000, tokenizer.EncodeToIds(text)));
        Assert.All(["sing", "ing_", "ing\u0301", "𝒜ing", "ings", "ingⅧ"], text =>
            Assert.DoesNotContain(1000, tokenizer.EncodeToIds(text))
        );
    }

    [Fact]
    public void Tokens_that_are_matched_after_normalisation_are_normalised_too()
    {
        _folder.Write(json =>
        {
            json["normalizer"] = JsonNode.Parse("""{"type":"NFC"}""");
            json["added_tokens"]!.AsArray().Add(Flagged(1000, "<e\u0301>", "normalized"));
            json["added_tokens"]!.AsArray().Add(Flagged(1001, "[e\u0301]", "special"));
        });
        var tokenizer = _folder.Load();
        var encoded = tokenizer.Encode("a<\u00e9><e\u0301>", addSpecial: false);
        Assert.Equal(
            [(1000, new TokenSpan(1, 4)), (1000, new TokenSpan(4, 8))],
            encoded.Ids.Zip(encoded.Spans).Skip(1)
        );
        Assert.DoesNotContain(1001, tokenizer.EncodeToIds("[\u00e9]", parseSpecial: true));
        Assert.Contains(1001, tokenizer.EncodeToIds("[e\u0301]", parseSpecial: true));
    }

    [Fact]
    public void Space_after_a_token_that_strips_is_its_own()
    {
        _folder.Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "<x>", "rstrip")));
        var encoded = _folder.Load().Encode("<x> \n\u00a0a", addSpecial: false);
        Assert.Equal(
            [(1000, new TokenSpan(0, 6)), (encoded.Ids[1], new TokenSpan(6, 7))],
            encoded.Ids.Zip(encoded.Spans)
        );
    }

    [Fact]
    public void Special_token_that_is_text_hides_the_ordinary_ones_within()
    {
        _folder.Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "oftext", "lstrip")));
        var tokenizer = _folder.Load();
        Assert.DoesNotContain(1000, tokenizer.EncodeToIds("<|endoftext|>", addSpecial: false));
        Assert.Contains(1000, tokenizer.EncodeToIds("endoftext", addSpecial: false));
    }

    public void Dispose() => _folder.Dispose();

    private static JsonObject Flagged(int id, string content, string flag)
    {
        var token = Added(id, content, left: false);
        token[flag] = true;
        return token;
    }

    private static JsonObject Added(int id, string content, bool left) =>
        new()
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = false,
            ["lstrip"] = left,
            ["rstrip"] = false,
            ["normalized"] = false,
            ["special"] = false,
        };
}
