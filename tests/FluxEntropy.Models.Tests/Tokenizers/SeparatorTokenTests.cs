using System.Text.Json.Nodes;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Training;

namespace FluxEntropy.Models.Tests.Tokenizers;

public class SeparatorTokenTests
{
    private const string Plain = "</s>";

    [Fact]
    public async Task A_profile_has_a_separator_where_its_tokenizer_marks_no_texts_and_none_where_it_does()
    {
        using var model = await TinyModel.CreateAsync("gpt2");
        Assert.Null(TorchScoringEngine.ReadProfile(model.Folder).SeparatorToken);
        var file = model.File(TokenizerJsonFile.Name);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        json["post_processor"] = null;
        await File.WriteAllTextAsync(file, json.ToJsonString(), TestContext.Current.CancellationToken);
        var expected = HuggingFaceTokenizer.Load(model.Folder).EncodeToIds("<|endoftext|>", parseSpecial: true);
        Assert.Equal(Assert.Single(expected), TorchScoringEngine.ReadProfile(model.Folder).SeparatorToken);
    }

    [Fact]
    public void Another_end_of_text_is_the_one_that_the_tokenizer_names_else_the_model()
    {
        using var folder = new TemporaryTokenizer();
        var file = folder.Path(TokenizerJsonFile.Name);
        TokenizerJsonWriter.Write(file, BpeTrainer.Train(TinyModel.Sentences, 300, Plain), Plain);
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        json["post_processor"] = null;
        File.WriteAllText(file, json.ToJsonString());
        var tokenizer = folder.Load();
        var at = Path.GetDirectoryName(file)!;

        Assert.Null(SeparatorToken.Find(at, tokenizer));
        File.WriteAllText(folder.Path("config.json"), """{"eos_token_id": [11, 12]}""");
        Assert.Equal(11, SeparatorToken.Find(at, tokenizer));
        File.WriteAllText(folder.Path("config.json"), """{"eos_token_id": 12}""");
        Assert.Equal(12, SeparatorToken.Find(at, tokenizer));
        File.WriteAllText(folder.Path("tokenizer_config.json"), $$$"""{"eos_token": {"content": "{{{Plain}}}"}}""");
        Assert.Equal(tokenizer.AddedTokenId(Plain), SeparatorToken.Find(at, tokenizer));
    }
}
