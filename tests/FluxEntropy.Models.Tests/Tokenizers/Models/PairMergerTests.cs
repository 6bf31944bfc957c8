using System.Text;
using CsCheck;
using FluxEntropy.Models.Tokenizers.Models;
using FluxEntropy.Models.Tokenizers.Training;
using Microsoft.ML.Tokenizers;

namespace FluxEntropy.Models.Tests.Tokenizers.Models;

public sealed class PairMergerTests
{
    private const int Mebibyte = 1 << 20;

    private static readonly BpeVocabulary Vocabulary = BpeTrainer.Train(
        [.. TinyModel.Sentences, "!!!! !!!!!!!! aaaa aaaaaaa abab ababab", "\n \n\n \n\n\n", "𝒜𝒷𝒸 𝟙𝟚𝟛 🚀🚀🚀"],
        420,
        "<|endoftext|>"
    );

    private static readonly Dictionary<(int, int), int> Ranks = Vocabulary
        .Merges.Index()
        .ToDictionary(
            merge => (Vocabulary.Ids[merge.Item.Left], Vocabulary.Ids[merge.Item.Right]),
            merge => merge.Index
        );

    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.OneOfConst('a', 'b', ' ', '!', '\n', '1', 't', 'h', 'e'), 0, 60],
        Gen.OneOfConst(TinyModel.Sentences).Array[1, 3].Select(string.Concat),
        Gen.OneOfConst("𝒜", "🚀", "é", "日", " ", "x", "the").List[0, 30].Select(string.Concat)
    );

    private readonly PairMerger _merger = new(Vocabulary);

    [Fact]
    public void Ids_are_those_of_merging_one_pair_after_the_other() =>
        AnyText.Sample(text => Assert.Equal(OneByOne(Bytes(text)), Run(text)), iter: 10_000);

    [Fact]
    public void Ids_are_those_of_an_independent_library()
    {
        var library = BpeTokenizer.Create(
            new BpeOptions(Vocabulary.Ids)
            {
                Merges = Vocabulary.Merges.Select(pair => $"{pair.Left} {pair.Right}"),
                ByteLevel = true,
            }
        );
        AnyText.Sample(
            text => Assert.Equal(library.EncodeToIds(text, considerPreTokenization: false), Run(text)),
            iter: 10_000
        );
    }

    // Merging pair by pair over the whole text would take days for these: they pass at all only in about linear time.
    [Fact]
    public void A_mebibyte_of_one_letter_is_merged_in_halves()
    {
        var pairs = new (string, string)[] { ("a", "a"), ("aa", "aa"), ("aaaa", "aaaa") };
        var ids = new[] { "a", "aa", "aaaa", "aaaaaaaa" }
            .Index()
            .ToDictionary(token => token.Item, token => token.Index);
        var text = new int[Mebibyte + 7];

        var count = new PairMerger(new BpeVocabulary(ids, pairs)).Run(text);

        Assert.Equal(Mebibyte / 8 + 3, count);
        Assert.Equal([.. Enumerable.Repeat(3, Mebibyte / 8), 2, 1, 0], text[..count]);
    }

    [Fact]
    public void A_mebibyte_of_english_without_a_split_is_merged_as_its_sentences_are()
    {
        // No merge of the vocabulary crosses a line feed that stands between letters.
        var sentence = TinyModel.Sentences[0] + "\n";
        var once = Run(sentence);
        var times = Mebibyte / sentence.Length;

        var all = Run(string.Concat(Enumerable.Repeat(sentence, times)));

        Assert.Equal(Enumerable.Repeat(once, times).SelectMany(ids => ids), all);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void What_has_no_pair_stays(string text) => Assert.Equal(Bytes(text), Run(text));

    private static int[] Bytes(string text) =>
        [.. Encoding.UTF8.GetBytes(text).Select(value => Vocabulary.Ids[ByteAlphabet.Letter(value).ToString()])];

    private int[] Run(string text)
    {
        var ids = Bytes(text);
        return ids[.._merger.Run(ids)];
    }

    /// <summary>The definition: the most urgent pair of all, the leftmost of equals, again and again.</summary>
    private static int[] OneByOne(int[] ids)
    {
        var symbols = ids.ToList();
        while (true)
        {
            var (best, at) = (int.MaxValue, 0);
            for (var i = 0; i + 1 < symbols.Count; i++)
            {
                if (Ranks.TryGetValue((symbols[i], symbols[i + 1]), out var rank) && rank < best)
                    (best, at) = (rank, i);
            }
            if (best == int.MaxValue)
                return [.. symbols];
            var (left, right) = Vocabulary.Merges[best];
            symbols[at] = Vocabulary.Ids[left + right];
            symbols.RemoveAt(at + 1);
        }
    }
}
