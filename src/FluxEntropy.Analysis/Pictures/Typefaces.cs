using System.Collections.Concurrent;
using System.Text;
using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Which of the machine's fonts has a character.</summary>
internal static class Typefaces
{
    // The first of these that the machine has: a font without serifs stays legible when a picture is small.
    private static readonly string[] Preferred = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Arial", "Helvetica"];
    private static readonly string[] PreferredFixed = ["DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono"];
    private static readonly ConcurrentDictionary<Rune, SKTypeface?> Others = new();
    private static readonly Lazy<SKTypeface?[]> All = new(() =>
        [.. SKFontManager.Default.FontFamilies.Order(StringComparer.Ordinal).Select(SKTypeface.FromFamilyName)]
    );

    /// <summary>The font of all words that it has the characters of.</summary>
    public static SKTypeface Words { get; } = FirstOf(Preferred);

    /// <summary>The same for text whose columns count.</summary>
    public static SKTypeface FixedWidth { get; } = FirstOf(PreferredFixed);

    /// <summary>Whether the machine has a font; without one, pictures have lines but no words.</summary>
    public static bool HasAny => SKFontManager.Default.FontFamilyCount > 0;

    /// <summary>The preferred font if it has the character, else another that has; null where none has.</summary>
    public static SKTypeface? With(Rune character, SKTypeface preferred) =>
        preferred.ContainsGlyph(character.Value)
            ? preferred
            : Others.GetOrAdd(character, wanted =>
                Candidates(wanted).FirstOrDefault(face => face is not null && face.ContainsGlyph(wanted.Value))
            );

    // The font manager knows of most characters which font has them, but not of all.
    private static IEnumerable<SKTypeface?> Candidates(Rune wanted) =>
        new[] { Words, SKFontManager.Default.MatchCharacter(wanted.Value) }.Concat(All.Value);

    private static SKTypeface FirstOf(string[] families) =>
        families.Where(SKFontManager.Default.FontFamilies.Contains).Select(SKTypeface.FromFamilyName).FirstOrDefault()
        ?? SKTypeface.Default;
}
