using System.Globalization;
using System.Text.RegularExpressions;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>
/// The patterns of tokenizer.json are Oniguruma's, in Ruby's syntax. Most mean the same in .NET. Of the others, some
/// are
/// rewritten here, and the rest is found, so that it is refused instead of splitting texts a little differently.
/// </summary>
internal sealed partial class OnigurumaPattern
{
    private const int Longest = 4096;

    private readonly string _pattern;
    private int _at;

    private OnigurumaPattern(string pattern) => _pattern = pattern;

    /// <summary>The pattern as .NET reads it alike, or else what it would read otherwise.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="standIns">
    /// Characters that are matched in place of those beyond U+FFFF: the pattern must not name them.
    /// </param>
    internal static (string Pattern, string? Difference) Translate(string pattern, IEnumerable<char> standIns)
    {
        if (pattern.Length > Longest)
            return (pattern, $"is {pattern.Length} characters long, expected at most {Longest}");
        if (pattern.AsSpan().IndexOfAnyInRange('\ud800', '\udfff') >= 0)
            return (pattern, "names characters beyond U+FFFF, which is not supported");
        var difference = new OnigurumaPattern(pattern).Read([.. standIns]);
        return (
            difference is null ? Possessive.Translate(AnyCasePattern().Replace(pattern, AddLongS)) : pattern,
            difference
        );
    }

    /// <summary>
    /// Of the letters that differ from an ASCII letter by case alone, .NET knows the Kelvin sign, but not the long s.
    /// </summary>
    private static string AddLongS(Match group)
    {
        var inClass = false;
        return string.Concat(
            group.Value.Select(c =>
            {
                inClass = c is '[' || (c is not ']' && inClass);
                return c is not ('s' or 'S') ? c.ToString()
                    : inClass ? "s\u017f"
                    : "[s\u017f]";
            })
        );
    }

    private string? Read(char[] standIns)
    {
        while (_at < _pattern.Length)
        {
            var difference = _pattern[_at] switch
            {
                '\\' => Escape(out var character) ?? Named(character, character, standIns),
                '[' => Class(standIns),
                '^' or '$' => $"uses {_pattern[_at++]}, which means another place there",
                '(' => Group(),
                '{' => Quantifier(),
                _ => Named(_pattern[_at], _pattern[_at++], standIns),
            };
            if (difference is not null)
                return difference;
        }

        return null;
    }

    /// <summary>An escape; a character that it names is given, −1 for a class.</summary>
    private string? Escape(out int character)
    {
        character = -1;
        if (EscapePattern().Match(_pattern, _at) is not { Success: true } escape)
            return $"uses {_pattern.AsSpan(_at, Math.Min(2, _pattern.Length - _at))}, which is not supported";
        _at += escape.Length;
        if (escape.Groups["hex"] is { Success: true } hex)
            character = int.Parse(hex.ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        else if (escape.Groups["one"] is { Success: true } one)
            character = one.ValueSpan[0] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'f' => '\f',
                'v' => '\v',
                var c => c,
            };
        return null;
    }

    private string? Class(char[] standIns)
    {
        _at += _pattern.AsSpan(_at).StartsWith("[^") ? 2 : 1;
        var (previous, first) = (-1, true);
        for (; _at < _pattern.Length; first = false)
        {
            var c = _pattern[_at];
            if (c == ']' && !first)
            {
                _at++;
                return null;
            }

            if (c is '[' or ']' || _pattern.AsSpan(_at).StartsWith("&&"))
                return $"uses {(c == '&' ? "&&" : c)} within a character class, which is not supported";
            var start =
                c == '-' && previous >= 0 && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']' ? previous : -1;
            _at += start >= 0 ? 1 : 0;
            if (ClassItem(out var item) is { } difference)
                return difference;
            if (item >= 0 && Named(start >= 0 ? start : item, item, standIns) is { } named)
                return named;
            previous = start >= 0 ? -1 : item;
        }

        return null;
    }

    private string? ClassItem(out int item)
    {
        if (_pattern[_at] == '\\')
            return Escape(out item);
        item = _pattern[_at++];
        return null;
    }

    private string? Group()
    {
        var open = GroupPattern().Match(_pattern, _at);
        if (!open.Success)
            return $"uses a group that starts {_pattern.AsSpan(_at, Math.Min(4, _pattern.Length - _at))}, which is not supported";
        if (
            open.Value == "(?i:"
            && (AnyCasePattern().Match(_pattern, _at) is not { Success: true } whole || whole.Index != _at)
        )
            return "uses (?i: with more than ASCII letters that are single in either case, which is not supported";
        _at += open.Length;
        return null;
    }

    private string? Quantifier()
    {
        var count = QuantifierPattern().Match(_pattern, _at);
        _at += Math.Max(1, count.Length);
        return count.Success ? null : "uses { other than as {n}, {n,} or {n,m}, which is not supported";
    }

    private static string? Named(int from, int to, char[] standIns)
    {
        var named = Array.Find(standIns, c => c >= from && c <= to);
        return named == 0 ? null : $"names U+{(int)named:X4}, by which characters beyond U+FFFF are matched here";
    }

    [GeneratedRegex(
        @"\G\\(?:[sSdD]|[pP]\{(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfon]?)\}"
            + @"|u(?<hex>[0-9a-fA-F]{4})|x(?<hex>[0-7][0-9a-fA-F])|(?<one>[nrtfv]|[^a-zA-Z0-9]))"
    )]
    private static partial Regex EscapePattern();

    /// <summary>
    /// ASCII without groups, escapes, ranges, and pairs that are one letter in another case, such as ss and ß.
    /// </summary>
    [GeneratedRegex(@"\(\?i:(?![^)]*(?i:ss|st|ff|fi|fl))[^()\\\u0080-\uffff-]*\)")]
    private static partial Regex AnyCasePattern();

    [GeneratedRegex(@"\G\((?:(?!\?)|\?(?:[:=!>]|<[=!]|i:))")]
    private static partial Regex GroupPattern();

    /// <summary>{n}? is lazy in .NET and optional in Ruby; {n}+ is refused by .NET itself.</summary>
    [GeneratedRegex(@"\G\{[0-9]+(?:\}(?!\?)|,[0-9]*\})")]
    private static partial Regex QuantifierPattern();
}
