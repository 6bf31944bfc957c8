using FluxEntropy.Models.Tokenizers.Normalizers;

namespace FluxEntropy.Models.Tests.Tokenizers.Normalizers;

/// <summary>Expected values follow Unicode Standard Annex #15.</summary>
public sealed class NfcNormalizerTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("a\u0323\u0302", "\u1ead")]
    [InlineData("a\u0302\u0323", "\u1ead")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("\u1112\u1161\u11ab", "\ud55c")]
    [InlineData("\ud55c", "\ud55c")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("q\u0307\u0323", "q\u0323\u0307")]
    [InlineData("a\u0305\u0301", "a\u0305\u0301")]
    public void Canonical_composition_is_taken(string text, string expected) =>
        Assert.Equal(expected, new NfcNormalizer().Normalize(NormalizedText.Unchanged(text)).Text);

    [Fact]
    public void Composed_characters_know_where_they_come_from()
    {
        var composed = new NfcNormalizer().Normalize(NormalizedText.Unchanged("xe\u0301y"));
        Assert.Equal([new(0, 1), new(1, 3), new(3, 4)], composed.Sources!);
    }
}
