using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers;

namespace FluxEntropy.Models.Tests.Tokenizers;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-tokenizer-");

    [Theory]
    [InlineData("model.merges", "[]", "merges: none were found")]
    [InlineData("model.merges", "[\"t h e\"]", "model.merges[0] is \"t h e\", expected two tokens")]
    [InlineData("model.merges", "[\"t zzz\"]", "merges[0]: \"zzz\" is not in the vocabulary")]
    [InlineData("model.merges", "[[\"t\"]]", "model.merges[0] is")]
    [InlineData("model.vocab.a", "-1", "has id -1, expected 0 or more")]
    [InlineData("model.vocab.a", "67", "which")]
    [InlineData("model.vocab.a", "\"x\"", "expected an integer")]
    [InlineData("model.type", "\"Unigram\"", "model.type is Unigram, expected BPE")]
    [InlineData("model.dropout", "0.1", "model.dropout is set")]
    [InlineData("model.continuing_subword_prefix", "\"##\"", "model.continuing_subword_prefix is set")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix is set")]
    [InlineData("normalizer", "{\"type\":\"NFKC\"}", "normalizer.type is NFKC")]
    [InlineData("normalizer", "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Lowercase\"}]}", "normalizer.normalizers[0].type is Lowercase")]
    [InlineData("pre_tokenizer", "{\"type\":\"Whitespace\"}", "pre_tokenizer.type is Whitespace")]
    [InlineData("pre_tokenizer", "{\"type\":\"ByteLevel\",\"add_prefix_space\":true}", "pre_tokenizer.add_prefix_space is true")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\"}", "pre_tokenizer.pattern.Regex cannot be run here")]
    [InlineData("pre_tokenizer", "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"a\"},\"behavior\":\"Removed\"}", "pre_tokenizer.behavior is Removed, expected Isolated")]
    [InlineData("post_processor", "{\"type\":\"RobertaProcessing\"}", "post_processor.type is RobertaProcessing")]
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
        Assert.Contains("expected a tokenizer", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message);

    [Fact]
    public void Merges_may_be_strings_or_pairs()
    {
        Write(_ => { });
        var asStrings = HuggingFaceTokenizer.Load(_folder.FullName).EncodeToIds("the quick");
        Write(json =>
        {
            var merges = json["model"]!["merges"]!.AsArray();
            json["model"]!["merges"] = new JsonArray([.. merges.Select(m => (JsonNode)new JsonArray([.. m!.GetValue<string>().Split(' ').Select(half => (JsonNode)half)]))]);
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
        Assert.Equal([(1001, new TokenSpan(1, 7)), (1000, new TokenSpan(8, 10))], encoded.Ids.Zip(encoded.Spans).Where(t => t.First >= 1000));
    }

    [Fact]
    public void Digits_stand_alone_where_the_file_says_so()
    {
        Write(json => Set(json, "pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"use_regex":true}]}"""));
        var tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
        Assert.Equal(tokenizer.EncodeToIds("1", false).Concat(tokenizer.EncodeToIds("2", false)), tokenizer.EncodeToIds("12", false));
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
    [InlineData("gpt2", "#version: 0.2\n", "merges: none were found")]
    [InlineData("BertTokenizer", "t h\n", "tokenizer_class is BertTokenizer")]
    public void Broken_pair_of_files_is_refused(string tokenizerClass, string merges, string expected)
    {
        WritePair(tokenizerClass, merges);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message);
    }

    [Fact]
    public void File_that_is_no_sentencepiece_model_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "tokenizer.model"), [0xff, 0xff, 0xff, 0x01, 0x02]);
        Assert.Contains("not a SentencePiece model", Assert.Throws<InvalidDataException>(() => HuggingFaceTokenizer.Load(_folder.FullName)).Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void WritePair(string tokenizerClass, string merges)
    {
        var ids = new JsonObject();
        for (var value = 0; value < 256; value++)
            ids[ByteAlphabet.Letter((byte)value).ToString()] = value;
        ids["th"] = 256;
        ids["the"] = 257;
        File.WriteAllText(Path.Combine(_folder.FullName, "vocab.json"), ids.ToJsonString());
        File.WriteAllText(Path.Combine(_folder.FullName, "merges.txt"), merges);
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), new JsonObject { ["tokenizer_class"] = tokenizerClass }.ToJsonString());
    }

    private void Write(Action<JsonObject> change)
    {
        var file = Path.Combine(_folder.FullName, "tokenizer.json");
        TokenizerJsonWriter.Write(file, BpeTrainer.Train(TinyModel.Sentences, 300, "<|endoftext|>"), "<|endoftext|>");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }

    private static JsonObject Added(int id, string content, bool left) => new()
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
