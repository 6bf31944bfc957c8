using System.Globalization;
using System.Text.RegularExpressions;
using FluxEntropy.Models.Tokenizers.PreTokenizers;

namespace FluxEntropy.Models.Tests.Tokenizers.PreTokenizers;

/// <summary>Where .NET's patterns and those of tokenizer.json part ways.</summary>
public sealed class OnigurumaPatternTests
{
    [Theory]
    [InlineData(RegexPreTokenizer.Gpt2Pattern)]
    [InlineData(
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
            + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
    )]
    [InlineData(@"[!""#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|\d{2,}")]
    [InlineData("[一-龥ぁ-ゟ゠-ヿ]+")]
    public void Pattern_that_means_the_same_is_taken_as_it_is(string pattern) =>
        Assert.Equal((pattern, null), OnigurumaPattern.Translate(pattern, CategoryStandIns.All));

    [Theory]
    [InlineData(@"[^\r\n\p{L}\p{N}]?+\p{L}++", @"(?>[^\r\n\p{L}\p{N}]?)(?>\p{L}+)")]
    [InlineData(@"a*+b|\s++x+", @"(?>a*)b|(?>\s+)x+")]
    [InlineData(@"[a++]+|\++", @"[a++]+|\++")]
    public void Possessive_quantifiers_become_atomic_groups(string pattern, string expected) =>
        Assert.Equal((expected, null), OnigurumaPattern.Translate(pattern, CategoryStandIns.All));

    [Theory]
    [InlineData(@"\w+", @"uses \w")]
    [InlineData(@"\bx", @"uses \b")]
    [InlineData(@"[\w]", @"uses \w")]
    [InlineData(@"\h", @"uses \h")]
    [InlineData(@"(a)\1", @"uses \1")]
    [InlineData(@"\p{Han}+", @"uses \p")]
    [InlineData(@"\p{IsGreek}", @"uses \p")]
    [InlineData(@"\p{^L}", @"uses \p")]
    [InlineData(@"\xE9", @"uses \x")]
    [InlineData("a$", "uses $")]
    [InlineData("^a", "uses ^")]
    [InlineData("[[:alpha:]]", "uses [ within a character class")]
    [InlineData("[a-z&&[^b]]", "uses && within a character class")]
    [InlineData("[a-z-[b]]", "uses [ within a character class")]
    [InlineData("[]a]", "uses ] within a character class")]
    [InlineData("(?m:.)", "uses a group that starts (?m:")]
    [InlineData("(?i)a", "uses a group that starts (?i)")]
    [InlineData("(?<name>a)", "uses a group that starts (?<n")]
    [InlineData("a{,3}", "uses {")]
    [InlineData("a{2}?", "uses {")]
    [InlineData("(?i:straße)", "uses (?i:")]
    [InlineData("(?i:ss)", "uses (?i:")]
    [InlineData("(?i:(?:a))", "uses (?i:")]
    [InlineData("[🚀]", "names characters beyond U+FFFF")]
    [InlineData("[\u0250-\u02af]", "names U+0250")]
    [InlineData(@"[\u0200-\u0300]", "names U+0250")]
    public void Pattern_that_would_mean_something_else_is_refused(string pattern, string expected) =>
        Assert.StartsWith(expected, OnigurumaPattern.Translate(pattern, CategoryStandIns.All).Difference);

    [Fact]
    public void Pattern_without_end_is_refused() =>
        Assert.Contains("expected at most 4096", OnigurumaPattern.Translate(new string('(', 5000), []).Difference);

    /// <summary>Its own capital is S, so that it is an s in the other case.</summary>
    [Theory]
    [InlineData("(?i:'s|'t)")]
    [InlineData("(?i:'[sdmt])")]
    public void Long_s_is_an_s_where_case_does_not_count(string pattern)
    {
        var (translated, difference) = OnigurumaPattern.Translate(pattern, []);
        Assert.Null(difference);
        var pieces = new List<(int Start, int Length)>();
        new RegexPreTokenizer(translated).Split("'\u017fa'Sb'T", 0, 8, pieces);
        Assert.Equal([(0, 2), (2, 1), (3, 2), (5, 1), (6, 2)], pieces);
    }

    /// <summary>
    /// White_Space of the Unicode character database, the digits of category Nd, and the categories themselves.
    /// </summary>
    [Fact]
    public void Classes_hold_the_characters_that_unicode_gives_them()
    {
        int[] spaces =
        [
            .. Enumerable.Range(9, 5),
            0x20,
            0x85,
            0xA0,
            0x1680,
            .. Enumerable.Range(0x2000, 11),
            0x2028,
            0x2029,
            0x202F,
            0x205F,
            0x3000,
        ];
        Assert.Equal(spaces, Members(@"\s"));
        Assert.Equal(OfCategories(UnicodeCategory.DecimalDigitNumber), Members(@"\d"));
        Assert.Equal(
            OfCategories(UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber),
            Members(@"\p{N}")
        );
        Assert.Equal(
            OfCategories(
                UnicodeCategory.UppercaseLetter,
                UnicodeCategory.LowercaseLetter,
                UnicodeCategory.TitlecaseLetter,
                UnicodeCategory.ModifierLetter,
                UnicodeCategory.OtherLetter
            ),
            Members(@"\p{L}")
        );
    }

    [Fact]
    public void Letters_and_digits_beyond_the_first_plane_are_letters_and_digits()
    {
        const string Text = "a𝒜𐐀 𝟙2🚀!𠀀";
        var pieces = new List<(int Start, int Length)>();
        new RegexPreTokenizer(RegexPreTokenizer.Gpt2Pattern).Split(Text, 0, Text.Length, pieces);
        Assert.Equal(["a𝒜𐐀", " 𝟙2", "🚀!", "𠀀"], pieces.Select(piece => Text.Substring(piece.Start, piece.Length)));
    }

    [Fact]
    public void Pattern_that_backtracks_without_end_fails_the_text_and_is_named()
    {
        var splitter = new RegexPreTokenizer(
            "(x+x+)+y",
            "tokenizer.json: pre_tokenizer.pattern.Regex",
            TimeSpan.FromMilliseconds(100)
        );
        var message = Assert
            .Throws<InvalidDataException>(() => splitter.Split(new string('x', 5000), 0, 5000, []))
            .Message;
        Assert.StartsWith("tokenizer.json: pre_tokenizer.pattern.Regex: ", message);
        Assert.Contains("backtracks too much", message);
    }

    private static IEnumerable<int> Members(string pattern)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        return Enumerable.Range(0, 0x10000).Where(unit => regex.IsMatch(((char)unit).ToString()));
    }

    private static IEnumerable<int> OfCategories(params UnicodeCategory[] categories) =>
        Enumerable.Range(0, 0x10000).Where(unit => categories.Contains(CharUnicodeInfo.GetUnicodeCategory((char)unit)));
}
