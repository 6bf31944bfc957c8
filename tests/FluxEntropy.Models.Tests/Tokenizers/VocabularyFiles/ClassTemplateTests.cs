using System.Text.Json.Nodes;

namespace FluxEntropy.Models.Tests.Tokenizers.VocabularyFiles;

/// <summary>
/// tokenizer_config.json beside tokenizer.json, whose template puts &lt;|endoftext|&gt; before every text.
/// </summary>
public sealed class ClassTemplateTests : IDisposable
{
    private const string Bos = "\"bos_token\":\"<|endoftext|>\"";
    private const string Eos = "\"eos_token\":{\"content\":\"<|endoftext|>\"}";

    private readonly TemporaryTokenizer _folder = new();

    [Theory]
    [InlineData("{}", 1, 0)]
    [InlineData("""{"tokenizer_class":"PreTrainedTokenizerFast","add_bos_token":false}""", 1, 0)]
    [InlineData("""{"tokenizer_class":"LlamaTokenizer","add_bos_token":false}""", 0, 0)]
    [InlineData(
        """{"tokenizer_class":"LlamaTokenizerFast","add_bos_token":false,"add_eos_token":true,""" + Eos + "}",
        0,
        1
    )]
    [InlineData("""{"tokenizer_class":"LlamaTokenizer","add_eos_token":true,""" + Bos + "," + Eos + "}", 1, 1)]
    [InlineData("""{"tokenizer_class":"GemmaTokenizer","add_eos_token":null,""" + Bos + "}", 1, 0)]
    [InlineData("""{"tokenizer_class":"GPTNeoXTokenizer"}""", 0, 0)]
    [InlineData("""{"tokenizer_class":"GPTNeoXTokenizerFast","add_bos_token":true}""", 1, 0)]
    public void Class_of_the_settings_makes_the_template(string settings, int before, int after)
    {
        _folder.Write(_ => { });
        var end = _folder.Load().Prefix[0];
        File.WriteAllText(_folder.Path("tokenizer_config.json"), settings);
        var tokenizer = _folder.Load();
        var text = tokenizer.EncodeToIds("quick", addSpecial: false);
        Assert.Equal(
            [.. Enumerable.Repeat(end, before), .. text, .. Enumerable.Repeat(end, after)],
            tokenizer.EncodeToIds("quick")
        );
    }

    [Fact]
    public void Template_that_the_class_adds_where_the_file_has_none_is_added()
    {
        _folder.Write(json => json["post_processor"] = null);
        Assert.Empty(_folder.Load().Prefix);
        File.WriteAllText(_folder.Path("tokenizer_config.json"), $$"""{"tokenizer_class":"LlamaTokenizer",{{Bos}}}""");
        Assert.Single(_folder.Load().Prefix);
    }

    [Fact]
    public void Only_a_class_that_changes_the_template_changes_the_hash()
    {
        _folder.Write(_ => { });
        var hash = _folder.Load().Hash;
        string HashUnder(string settings)
        {
            File.WriteAllText(_folder.Path("tokenizer_config.json"), settings);
            return _folder.Load().Hash;
        }

        Assert.Equal(hash, HashUnder($$"""{"tokenizer_class":"LlamaTokenizer",{{Bos}}}"""));
        Assert.NotEqual(hash, HashUnder("""{"tokenizer_class":"LlamaTokenizer","add_bos_token":false}"""));
    }

    [Fact]
    public void Token_that_the_vocabulary_lacks_is_named()
    {
        _folder.Write(_ => { });
        File.WriteAllText(_folder.Path("tokenizer_config.json"), """{"tokenizer_class":"LlamaTokenizer"}""");
        Assert.Contains("tokenizer_config.json: add_bos_token puts bos_token \"<s>\"", _folder.Refusal());
    }

    [Theory]
    [InlineData(true, false, new[] { 1, 15043, 3186 })]
    [InlineData(false, false, new[] { 15043, 3186 })]
    [InlineData(true, true, new[] { 1, 15043, 3186, 2 })]
    public void Llama_2_is_fed_what_transformers_feeds_it(bool addBos, bool addEos, int[] ids)
    {
        var file = SharedData.Path("data/tokenizers/llama2-hf/tokenizer.json");
        foreach (var withTemplate in new[] { true, false })
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
            if (!withTemplate)
                json["post_processor"] = null;
            File.WriteAllText(_folder.Path("tokenizer.json"), json.ToJsonString());
            File.WriteAllText(
                _folder.Path("tokenizer_config.json"),
                new JsonObject
                {
                    ["tokenizer_class"] = "LlamaTokenizer",
                    ["add_bos_token"] = addBos,
                    ["add_eos_token"] = addEos,
                }.ToJsonString()
            );
            Assert.Equal(ids, _folder.Load().EncodeToIds("Hello world"));
        }
    }

    public void Dispose() => _folder.Dispose();
}
