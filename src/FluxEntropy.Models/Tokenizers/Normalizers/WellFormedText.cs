namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>Texts as UTF-8 can write them.</summary>
internal static class WellFormedText
{
    /// <summary>The text with U+FFFD for each unpaired surrogate.</summary>
    internal static string Of(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') < 0)
            return text;
        var units = text.ToCharArray();
        for (var at = 0; at < units.Length; at++)
        {
            if (char.IsHighSurrogate(units[at]) && at + 1 < units.Length && char.IsLowSurrogate(units[at + 1]))
                at++;
            else if (char.IsSurrogate(units[at]))
                units[at] = '\ufffd';
        }

        return new string(units);
    }
}
