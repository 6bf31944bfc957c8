using System.Text.Json.Nodes;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Models;

namespace FluxEntropy.Models.Tests.Tokenizers.VocabularyFiles;

/// <summary>vocab.json and merges.txt, with the files beside them.</summary>
public sealed class VocabularyAndMergesTests : IDisposable
{
    private readonly TemporaryTokenizer _folder = new();

    [Theory]
    [InlineData("gpt2")]
    [InlineData("Qwen2Tokenizer")]
    public void Vocabulary_and_merges_do_without_tokenizer_json(string tokenizerClass)
    {
        WritePair(tokenizerClass, "#version: 0.2\nt h\nth e\n");
        var tokenizer = _folder.Load();
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
        Assert.Contains(expected, _folder.Refusal());
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
        "tokenizer_config.json: add_bos_token puts bos_token \"<|endoftext|>\" around every text, and the vocabulary has no such"
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
        File.Delete(_folder.Path("tokenizer_config.json"));
        File.WriteAllText(_folder.Path(file), content);
        var message = _folder.Refusal();
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
        File.Delete(_folder.Path("tokenizer_config.json"));
        if (config is not null)
            File.WriteAllText(_folder.Path("config.json"), config);
        Assert.Equal(tokens, _folder.Load().EncodeToIds("the12").Length);
    }

    [Fact]
    public void Bos_is_added_where_the_settings_of_GPT2_ask_for_it()
    {
        WritePair("GPT2Tokenizer", "t h\nth e\n", ("</s>", 258));
        File.WriteAllText(
            _folder.Path("tokenizer_config.json"),
            """{"tokenizer_class":"GPT2Tokenizer","add_bos_token":true,"bos_token":{"content":"</s>"}}"""
        );
        Assert.Equal([258, 257], _folder.Load().EncodeToIds("the"));
    }

    [Theory]
    [InlineData("config.json", """{"model_type":"gpt2"}""")]
    [InlineData("tokenizer_config.json", """{"tokenizer_class":"Qwen2Tokenizer"}""")]
    public void Pair_that_no_file_gives_a_splitting_rule_is_said_to_be_taken_for_GPT2s(string file, string content)
    {
        WritePair("gpt2", "t h\nth e\n");
        File.Delete(_folder.Path("tokenizer_config.json"));
        Assert.Contains("do not say how a text is split", HuggingFaceTokenizer.AssumptionOf(_folder.Path("")));
        File.WriteAllText(_folder.Path(file), content);
        Assert.Null(HuggingFaceTokenizer.AssumptionOf(_folder.Path("")));
    }

    public void Dispose() => _folder.Dispose();

    private void WritePair(string tokenizerClass, string merges, params (string Token, int Id)[] more)
    {
        var ids = new JsonObject();
        for (var value = 0; value < 256; value++)
            ids[ByteAlphabet.Letter((byte)value).ToString()] = value;
        ids["th"] = 256;
        ids["the"] = 257;
        foreach (var (token, id) in more)
            ids[token] = id;
        File.WriteAllText(_folder.Path("vocab.json"), ids.ToJsonString());
        File.WriteAllText(_folder.Path("merges.txt"), merges);
        File.WriteAllText(
            _folder.Path("tokenizer_config.json"),
            new JsonObject { ["tokenizer_class"] = tokenizerClass }.ToJsonString()
        );
    }
}
