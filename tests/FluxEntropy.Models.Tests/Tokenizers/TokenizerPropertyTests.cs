using System.Text;
using CsCheck;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Models.Tokenizers.Encodings;
using FluxEntropy.Models.Tokenizers.Json;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.PreTokenizers;
using FluxEntropy.Models.Tokenizers.Training;

namespace FluxEntropy.Models.Tests.Tokenizers;

public sealed class TokenizerPropertyTests : IDisposable
{
    private static readonly BpeVocabulary Vocabulary = BpeTrainer.Train(
        [.. TinyModel.Sentences, "!!!! !!!!!!!! aaaa aaaaaaa abab ababab", "\n \n\n \n\n\n", "𝒜𝒷𝒸 𝟙𝟚𝟛 🚀🚀🚀"],
        420,
        "<|endoftext|>"
    );

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.OneOfConst('a', 'b', ' ', '!', '\n', '1', '\''), 0, 40],
        Gen.String,
        Gen.OneOfConst("𝒜", "🚀", "é", "日", " ", "x", "7", "\ud83d", "<|endoftext|>", "\r\n")
            .List[0, 30]
            .Select(string.Concat)
    );

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("flux-tokenizer-");
    private readonly HuggingFaceTokenizer _tokenizer;

    public TokenizerPropertyTests()
    {
        TokenizerJsonWriter.Write(Path.Combine(_folder.FullName, "tokenizer.json"), Vocabulary, "<|endoftext|>");
        _tokenizer = HuggingFaceTokenizer.Load(_folder.FullName);
    }

    [Fact]
    public void Decoding_gives_the_text_back() =>
        AnyText.Sample(text =>
            Assert.Equal(
                Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
                _tokenizer.Decode(_tokenizer.EncodeToIds(text))
            )
        );

    [Fact]
    public void Spans_run_through_the_text_and_never_cut_a_character() =>
        AnyText.Sample(text =>
        {
            var encoded = _tokenizer.Encode(text);
            Assert.Equal(_tokenizer.EncodeToIds(text), encoded.Ids);
            Assert.Equal(new TokenSpan(0, 0), encoded.Spans[0]);
            var end = 0;
            foreach (var span in encoded.Spans.Skip(1))
            {
                Assert.True(span.Start <= end && span.End >= end && span.End > span.Start, $"{span} after {end}");
                Assert.False(
                    span.Start > 0
                        && char.IsLowSurrogate(text[span.Start])
                        && char.IsHighSurrogate(text[span.Start - 1])
                );
                end = span.End;
            }

            Assert.Equal(text.Length, end);
        });

    [Fact]
    public void Span_of_whole_characters_holds_what_the_token_stands_for() =>
        AnyText.Sample(text =>
        {
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            var encoded = _tokenizer.Encode(text, addSpecial: false);
            for (var i = 0; i < encoded.Ids.Length; i++)
            {
                var token = _tokenizer.Decode([encoded.Ids[i]]);
                if (!token.Contains('\ufffd', StringComparison.Ordinal))
                    Assert.Equal(text[encoded.Spans[i].Start..encoded.Spans[i].End], token);
            }
        });

    [Fact]
    public void Merging_takes_the_first_rule_at_the_leftmost_place() =>
        AnyText.Sample(text =>
        {
            var pieces = new List<(int Start, int Length)>();
            text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            new RegexPreTokenizer(RegexPreTokenizer.Gpt2Pattern).Split(text, 0, text.Length, pieces);
            Assert.Equal(
                pieces.SelectMany(piece =>
                    OneByOne(ByteAlphabet.Write(Encoding.UTF8.GetBytes(text.Substring(piece.Start, piece.Length))))
                ),
                _tokenizer.EncodeToIds(text, addSpecial: false)
            );
        });

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The definition of BPE, taken at its word.</summary>
    private static IEnumerable<int> OneByOne(string word)
    {
        var symbols = word.Select(letter => letter.ToString()).ToList();
        while (true)
        {
            var best = Enumerable
                .Range(0, Math.Max(0, symbols.Count - 1))
                .Select(i => (Rank: Rank(symbols[i], symbols[i + 1]), At: i))
                .Where(candidate => candidate.Rank >= 0)
                .OrderBy(candidate => candidate)
                .ToList();
            if (best.Count == 0)
                return symbols.Select(symbol => Vocabulary.Ids[symbol]);
            var at = best[0].At;
            symbols[at] += symbols[at + 1];
            symbols.RemoveAt(at + 1);
        }
    }

    private static readonly Dictionary<(string, string), int> Ranks = Vocabulary
        .Merges.Select((pair, rank) => (pair, rank))
        .ToDictionary(r => r.pair, r => r.rank);

    private static int Rank(string left, string right) => Ranks.GetValueOrDefault((left, right), -1);
}
