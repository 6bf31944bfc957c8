using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers;

namespace FluxEntropy.Models.Tests.Tokenizers;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-tokenizer-");

    [Theory]
    [InlineData("model.merges", "[]", "merges: none were found")]
    [InlineData("model.merges", "[\"t h e\"]", "model.merges[0] is \"t h e\", expected two tokens")]
    [InlineData("model.merges", "[\"t zzz\"]", "model.merges[0]: \"zzz\" is not in the vocabulary")]
    [InlineData("model.merges", "[[\"t\"]]", "model.merges[0] is")]
    [InlineData("model.vocab.a", "-1", "model.vocab.a is -1, expected an integer from 0")]
    [InlineData("model.vocab.a", "67", "which")]
    [InlineData("model.vocab.a", "\"x\"", "expected an integer")]
    [InlineData("model.type", "\"Unigram\"", "model.type is \"Unigram\", expected BPE")]
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
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Removed\"}",
        "pre_tokenizer.behavior is \"Removed\", expected Isolated"
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
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a++\"},\"behavior\":\"Isolated\"}",
        "pre_tokenizer.pattern.Regex cannot be run here"
    )]
    [InlineData(
        "pre_tokenizer",
        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Isolated\",\"invert\":true}",
        "pre_tokenizer.invert is true"
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
        Write(json => Set(json, field, value));
        var message = Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message;
        Assert.Contains(expected, message);
        Assert.StartsWith(Path.Combine(_folder.FullName, "tokenizer.json"), message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Folder_without_a_tokenizer_is_refused() =>
        Assert.Contains(
            "expected a tokenizer",
            Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message
        );

    [Fact]
    public void Merges_may_be_strings_or_pairs()
    {
        Write(_ => { });
        var asStrings = HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("the quick");
        Write(json =>
        {
            var merges = json["model"]!["merges"]!.AsArray();
            json["model"]!["merges"] = new JsonArray([
                .. merges.Select(m =>
                    (JsonNode)new JsonArray([.. m!.GetValue<string>().Split(' ').Select(half => (JsonNode)half)])
                ),
            ]);
        });
        Assert.Equal(asStrings, HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("the quick"));
    }

    [Fact]
    public void Special_token_written_out_is_text_unless_asked()
    {
        Write(_ => { });
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.DoesNotContain(0, tokenizer.EncodeToIds("a<|endoftext|>b", addSpecial: false));
        var parsed = tokenizer.Encode("a<|endoftext|>b", addSpecial: false, parseSpecial: true);
        Assert.Equal([new(0, 1), new(1, 14), new(14, 15)], parsed.Spans);
        Assert.Equal(0, parsed.Ids[1]);
    }

    [Fact]
    public void Ordinary_added_tokens_are_cut_out_longest_first_with_the_space_that_they_swallow()
    {
        Write(json =>
        {
            var added = json["added_tokens"]!.AsArray();
            added.Add(Added(1000, "--", left: false));
            added.Add(Added(1001, "----", left: true));
        });
        var encoded = HuggingFaceTokenizer.Load(_folder.FullName).Encode("a  ----b--", addSpecial: false);
        Assert.Equal(
            [(1001, new TokenSpan(1, 7)), (1000, new TokenSpan(8, 10))],
            encoded.Ids.Zip(encoded.Spans).Where(t => t.First >= 1000)
        );
    }

    [Fact]
    public void Single_words_stand_between_other_characters()
    {
        Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "ing", "single_word")));
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.All(["ing", "-ing.", " ing ", "🚀ing"], text => Assert.Contains(1000, tokenizer.EncodeToIds(text)));
        Assert.All(["sing", "ing_", "ing\u0301", "𝒜ing", "ings", "ingⅧ"], text =>
            Assert.DoesNotContain(1000, tokenizer.EncodeToIds(text))
        );
    }

    [Fact]
    public void Tokens_that_are_matched_after_normalisation_are_normalised_too()
    {
        Write(json =>
        {
            json["normalizer"] = JsonNode.Parse("""{"type":"NFC"}""");
            json["added_tokens"]!.AsArray().Add(Flagged(1000, "<e\u0301>", "normalized"));
            json["added_tokens"]!.AsArray().Add(Flagged(1001, "[e\u0301]", "special"));
        });
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
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
        Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "<x>", "rstrip")));
        var encoded = HuggingFaceTokenizer.Load(_folder.FullName).Encode("<x> \n\u00a0a", addSpecial: false);
        Assert.Equal(
            [(1000, new TokenSpan(0, 6)), (encoded.Ids[1], new TokenSpan(6, 7))],
            encoded.Ids.Zip(encoded.Spans)
        );
    }

    [Fact]
    public void Special_token_that_is_text_hides_the_ordinary_ones_within()
    {
        Write(json => json["added_tokens"]!.AsArray().Add(Flagged(1000, "oftext", "lstrip")));
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.DoesNotContain(1000, tokenizer.EncodeToIds("<|endoftext|>", addSpecial: false));
        Assert.Contains(1000, tokenizer.EncodeToIds("endoftext", addSpecial: false));
    }

    [Fact]
    public void Digits_stand_alone_where_the_file_says_so()
    {
        Write(json =>
            Set(
                json,
                "pre_tokenizer",
                """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]}"""
            )
        );
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.Equal(
            tokenizer.EncodeToIds("1", false).Concat(tokenizer.EncodeToIds("2", false)),
            tokenizer.EncodeToIds("12", false)
        );
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("Qwen2Tokenizer")]
    public void Vocabulary_and_merges_do_without_tokenizer_json(string tokenizerClass)
    {
        WritePair(tokenizerClass, "#version: 0.2\nt h\nth e\n");
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.Equal("the 12 é", tokenizer.Decode(tokenizer.EncodeToIds("the 12 é")));
        Assert.Single(tokenizer.EncodeToIds("the"));
        Assert.Equal(tokenizerClass == "gpt2" ? 3 : 2, tokenizer.EncodeToIds("e\u0301").Length);
    }

    [Theory]
    [InlineData("gpt2", "t h\nx\n", "merges.txt:2: \"x\": expected two tokens")]
    [InlineData("gpt2", "t h\nt h\n", "merges.txt[1]: the pair \"t\" \"h\" stands in the list twice")]
    [InlineData("gpt2", "#version: 0.2\n", "merges.txt: none were found")]
    [InlineData("BertTokenizer", "t h\n", "tokenizer_config.json: tokenizer_class is \"BertTokenizer\"")]
    public void Broken_pair_of_files_is_refused(string tokenizerClass, string merges, string expected)
    {
        WritePair(tokenizerClass, merges);
        Assert.Contains(
            expected,
            Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message
        );
    }

    [Theory]
    [InlineData(
        "tokenizer_config.json",
        """{"tokenizer_class":"GPT2Tokenizer","add_prefix_space":true}""",
        "tokenizer_config.json: add_prefix_space is true"
    )]
    [InlineData(
        "tokenizer_config.json",
        """{"tokenizer_class":"GPT2Tokenizer","add_bos_token":true}""",
        "tokenizer_config.json: add_bos_token is true"
    )]
    [InlineData(
        "tokenizer_config.json",
        """{"tokenizer_class":5}""",
        "tokenizer_config.json: tokenizer_class is 5, expected a string"
    )]
    [InlineData(
        "tokenizer_config.json",
        """{"added_tokens_decoder":{"01":{"content":"<x>"}}}""",
        "added_tokens_decoder.01 is not named by an id"
    )]
    [InlineData("tokenizer_config.json", """{"added_tokens_decoder":{"x":5}}""", "added_tokens_decoder.x")]
    [InlineData(
        "tokenizer_config.json",
        """{"added_tokens_decoder":{"300":{}}}""",
        "added_tokens_decoder.300.content is missing"
    )]
    [InlineData("tokenizer_config.json", "[", "tokenizer_config.json: the file is not JSON")]
    [InlineData(
        "config.json",
        """{"model_type":"llama"}""",
        "config.json: model_type is \"llama\"; vocab.json and merges.txt are read as"
    )]
    [InlineData("added_tokens.json", """{"<x>":300}""", "added_tokens.json: does not say how its tokens match")]
    [InlineData("vocab.json", "", "vocab.json: the file is empty")]
    [InlineData("vocab.json", "{}", "vocab.json: the vocabulary is empty")]
    [InlineData("vocab.json", """{"a":0,"b":0}""", "vocab.json: token \"b\" has id 0, which \"a\" has too")]
    [InlineData("vocab.json", """{"a":0,"b":1.5}""", "vocab.json: b is 1.5, expected an integer")]
    [InlineData("merges.txt", "", "merges.txt: none were found")]
    [InlineData("merges.txt", "t \u001b[31m", "merges.txt[0]: \"\\u001b[31m\" is not in the vocabulary")]
    public void Broken_file_beside_the_pair_is_named(string file, string content, string expected)
    {
        WritePair("gpt2", "t h\nth e\n");
        File.Delete(Path.Combine(_folder.FullName, "tokenizer_config.json"));
        File.WriteAllText(Path.Combine(_folder.FullName, file), content);
        var message = Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message;
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData("""{"model_type":"gpt2"}""", 2)]
    [InlineData("""{"model_type":"qwen2"}""", 3)]
    public void Splitting_rule_of_the_pair_is_the_models(string? config, int tokens)
    {
        // GPT-2 keeps digits together, Qwen2 takes each for itself.
        WritePair("gpt2", "t h\nth e\n1 2\n", ("12", 258));
        File.Delete(Path.Combine(_folder.FullName, "tokenizer_config.json"));
        if (config is not null)
            File.WriteAllText(Path.Combine(_folder.FullName, "config.json"), config);
        Assert.Equal(tokens, HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("the12").Length);
    }

    [Fact]
    public void File_that_is_no_sentencepiece_model_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "tokenizer.model"), [0xff, 0xff, 0xff, 0x01, 0x02]);
        Assert.Contains(
            "not a SentencePiece model",
            Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message
        );
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WritePair(string tokenizerClass, string merges, params (string Token, int Id)[] more)
    {
        var ids = new JsonObject();
        for (var value = 0; value < 256; value++)
            ids[ByteAlphabet.Letter((byte)value).ToString()] = value;
        ids["th"] = 256;
        ids["the"] = 257;
        foreach (var (token, id) in more)
            ids[token] = id;
        File.WriteAllText(Path.Combine(_folder.FullName, "vocab.json"), ids.ToJsonString());
        File.WriteAllText(Path.Combine(_folder.FullName, "merges.txt"), merges);
        File.WriteAllText(
            Path.Combine(_folder.FullName, "tokenizer_config.json"),
            new JsonObject { ["tokenizer_class"] = tokenizerClass }.ToJsonString()
        );
    }

    private void Write(Action<JsonObject> change)
    {
        var file = Path.Combine(_folder.FullName, "tokenizer.json");
        TokenizerJsonWriter.Write(file, BpeTrainer.Train(TinyModel.Sentences, 300, "<|endoftext|>"), "<|endoftext|>");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

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

    private static void Set(JsonObject json, string path, string value)
    {
        var names = path.Split('.');
        var target = names[..^1].Aggregate(json, (node, name) => node[name]!.AsObject());
        target[names[^1]] = JsonNode.Parse(value);
    }
}
