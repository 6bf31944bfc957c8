namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>Korean syllables, whose letters follow from their numbers (Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int Syllables = 0xAC00,
        Count = 11172,
        LeadBase = 0x1100,
        LeadCount = 19,
        VowelBase = 0x1161,
        VowelCount = 21,
        TailBase = 0x11A7,
        TailCount = 28;

    /// <summary>The two or three letters of a syllable; null for another character.</summary>
    internal static int[]? Decompose(int point)
    {
        var syllable = point - Syllables;
        if (syllable is < 0 or >= Count)
            return null;
        var (lead, vowel) = (
            LeadBase + syllable / (VowelCount * TailCount),
            VowelBase + syllable / TailCount % VowelCount
        );
        return syllable % TailCount == 0 ? [lead, vowel] : [lead, vowel, TailBase + syllable % TailCount];
    }

    /// <summary>
    /// The syllable of two letters, or of a syllable and the letter that ends it; null where there is none.
    /// </summary>
    internal static int? Compose(int first, int second)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return Syllables + (lead * VowelCount + vowel) * TailCount;
        var (syllable, tail) = (first - Syllables, second - TailBase);
        return syllable is >= 0 and < Count && syllable % TailCount == 0 && tail is > 0 and < TailCount
            ? first + tail
            : null;
    }
}
