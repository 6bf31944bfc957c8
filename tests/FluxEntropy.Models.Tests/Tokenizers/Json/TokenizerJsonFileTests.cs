using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Tokenizers.Json;

public sealed class TokenizerJsonFileTests : IDisposable
{
    private readonly TemporaryTokenizer _folder = new();

    [Theory]
    [InlineData("model.merges", "[]", "merges: none were found")]
    [InlineData("model.merges", "[\"t h e\"]", "model.merges[0] is \"t h e\", expected two tokens")]
    [InlineData("model.merges", "[\"t zzz\"]", "model.merges[0]: \"zzz\" is not in the vocabulary")]
    [InlineData("model.merges", "[[\"t\"]]", "model.merges[0] is")]
    [InlineData("model.vocab.a", "-1", "model.vocab.a is -1, expected an integer from 0")]
    [InlineData("model.vocab.a", "67", "which")]
    [InlineData("model.vocab.a", "\"x\"", "expected an integer")]
    [InlineData("model.type", "\"Unigram\"", "model.type is \"Unigram\" after a byte-level pre-tokenizer")]
    [InlineData("model.dropout", "0.1", "model.dropout is 0.1")]
    [InlineData("model.continuing_subword_prefix", "\"##\"", "model.continuing_subword_prefix is \"##\"")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix is ")]
    [InlineData("normalizer", "{\"type\":\"NFKC\"}", "normalizer.type is \"NFKC\"")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Lowercase\"}]}",
        "normalizer.normalizers[0].type is \"Lowercase\""
    )]
    [InlineData("pre_tokenizer", "{\"type\":\"Whitespace\"}", "pre_tokenizer.type is \"Whitespace\"")]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}",
        "pre_tokenizer.add_prefix_space is true"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.Regex cannot be run here"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Dropped\"}",
        "pre_tokenizer.behavior is \"Dropped\", expected Isolated"
    )]
    [InlineData("model", "{}", "model.vocab is missing")]
    [InlineData("model.vocab", "{}", "model.vocab: the vocabulary is empty")]
    [InlineData("model.vocab", "[]", "model.vocab is [], expected an object")]
    [InlineData("model.vocab.a", "2147483647", "model.vocab.a is 2147483647, expected an integer from 0 to")]
    [InlineData("model.merges", "[5]", "model.merges[0] is 5, expected a string")]
    [InlineData("model.ignore_merges", "1", "model.ignore_merges is 1, expected true or false")]
    [InlineData(
        "added_tokens",
        "[{\"id\":0,\"content\":\"x\"}]",
        "added_tokens[0].id is 0, but model.vocab gives \"x\" the id"
    )]
    [InlineData("added_tokens", "[{\"id\":5,\"content\":\"<x>\"}]", "added_tokens[0].id is 5, which")]
    [InlineData(
        "added_tokens",
        "[{\"id\":900,\"content\":\"[x]\"},{\"id\":901,\"content\":\"[x]\"}]",
        "added_tokens[1].content is \"[x]\", which an added token before it is too"
    )]
    [InlineData(
        "added_tokens",
        "[{\"id\":900,\"content\":\"<x>\"},{\"id\":900,\"content\":\"<y>\"}]",
        "added_tokens[1].id is 900, which \"<x>\" has too"
    )]
    [InlineData("added_tokens", "[{\"id\":-1,\"content\":\"<x>\"}]", "added_tokens[0].id is -1")]
    [InlineData("added_tokens", "[{\"id\":4000000000,\"content\":\"<x>\"}]", "added_tokens[0].id is 4000000000")]
    [InlineData("added_tokens", "[{\"content\":\"<x>\"}]", "added_tokens[0].id is missing")]
    [InlineData("normalizer", "{}", "normalizer.type is missing")]
    [InlineData(
        "normalizer",
        "{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"a\"},\"content\":\"\"}",
        "normalizer.pattern is {"
    )]
    [InlineData(
        "normalizer",
        "{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"\"}",
        "normalizer.pattern.String is empty"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"},{\"type\":\"Digits\"}]}",
        "pre_tokenizer.pretokenizers[0].type is ByteLevel before another step"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\w+\"},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.Regex uses \\w, which is not supported"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a{2}+\"},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.Regex cannot be run here"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Digits\"},{\"type\":\"Metaspace\"}]}",
        "pre_tokenizer.pretokenizers[1].type is Metaspace after another step"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Metaspace\",\"prepend_scheme\":\"last\"}",
        "pre_tokenizer.prepend_scheme is \"last\", expected always, first or never"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.String is missing"
    )]
    [InlineData(
        "post_processor",
        "{\"type\":\"TemplateProcessing\",\"single\":[],\"special_tokens\":{}}",
        "post_processor.single has the text 0 times, expected once"
    )]
    [InlineData(
        "post_processor",
        "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<s>\"}}],\"special_tokens\":{}}",
        "post_processor.special_tokens.<s> is missing"
    )]
    [InlineData(
        "post_processor",
        "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<s>\"}}],\"special_tokens\":{\"<s>\":{\"ids\":[-1]}}}",
        "post_processor.special_tokens.<s>.ids[0] is -1"
    )]
    [InlineData("post_processor", "{\"type\":\"RobertaProcessing\"}", "post_processor.type is \"RobertaProcessing\"")]
    public void What_is_not_supported_is_refused_by_name(string field, string value, string expected)
    {
        _folder.Write(json => Set(json, field, value));
        var message = _folder.Refusal();
        Assert.Contains(expected, message);
        Assert.StartsWith(_folder.Path("tokenizer.json"), message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Merges_may_be_strings_or_pairs()
    {
        _folder.Write(_ => { });
        var asStrings = _folder.Load().EncodeToIds("the quick");
        _folder.Write(json =>
        {
            var merges = json["model"]!["merges"]!.AsArray();
            json["model"]!["merges"] = new JsonArray([
                .. merges.Select(m =>
                    (JsonNode)new JsonArray([.. m!.GetValue<string>().Split(' ').Select(half => (JsonNode)half)])
                ),
            ]);
        });
        Assert.Equal(asStrings, _folder.Load().EncodeToIds("the quick"));
    }

    [Fact]
    public void Digits_stand_alone_where_the_file_says_so()
    {
        _folder.Write(json =>
            Set(
                json,
                "pre_tokenizer",
                """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},"""
                    + """{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]}"""
            )
        );
        var tokenizer = _folder.Load();
        Assert.Equal(
            tokenizer.EncodeToIds("1", false).Concat(tokenizer.EncodeToIds("2", false)),
            tokenizer.EncodeToIds("12", false)
        );
    }

    public void Dispose() => _folder.Dispose();

    private static void Set(JsonObject json, string path, string value)
    {
        var names = path.Split('.');
        var target = names[..^1].Aggregate(json, (node, name) => node[name]!.AsObject());
        target[names[^1]] = JsonNode.Parse(value);
    }
}
