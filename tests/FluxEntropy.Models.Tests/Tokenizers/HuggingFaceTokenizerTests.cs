namespace FluxEntropy.Models.Tests.Tokenizers;

public sealed class HuggingFaceTokenizerTests : IDisposable
{
    private readonly TemporaryTokenizer _folder = new();

    [Fact]
    public void Folder_without_a_tokenizer_is_refused() => Assert.Contains("expected a tokenizer", _folder.Refusal());

    [Fact]
    public void File_that_is_no_sentencepiece_model_is_refused()
    {
        File.WriteAllBytes(_folder.Path("tokenizer.model"), [0xff, 0xff, 0xff, 0x01, 0x02]);
        Assert.Contains("not a SentencePiece model", _folder.Refusal());
    }

    public void Dispose() => _folder.Dispose();
}
