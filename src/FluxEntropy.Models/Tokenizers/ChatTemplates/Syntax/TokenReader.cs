using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>Reads one token within a tag.</summary>
internal static partial class TokenReader
{
    private static readonly string[] Operators =
    [
        "**",
        "//",
        "==",
        "!=",
        ">=",
        "<=",
        "+",
        "-",
        "*",
        "/",
        "%",
        "~",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "<",
        ">",
        "=",
        ".",
        ":",
        "|",
        ",",
        ";",
    ];

    /// <summary>The token at a place, and how long it is written; null where none begins there.</summary>
    /// <exception cref="TemplateFault">It is a string with a wrong escape.</exception>
    public static (Token Token, int Length)? Read(string source, int at)
    {
        if (source[at] is '\'' or '"')
            return String(source, at);
        if (char.IsAsciiDigit(source[at]))
            return Match(Float(), TokenKind.Float, source, at) ?? Match(Integer(), TokenKind.Integer, source, at);
        if (Match(Name(), TokenKind.Name, source, at) is { } name)
            return name;
        var sign = Array.Find(Operators, sign => string.CompareOrdinal(source, at, sign, 0, sign.Length) == 0);
        return sign is null ? null : (new(TokenKind.Operator, sign, 0), sign.Length);
    }

    [GeneratedRegex(
        @"\G(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?e[+\-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)",
        Options
    )]
    private static partial Regex Float();

    [GeneratedRegex(@"\G(?:0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*)", Options)]
    private static partial Regex Integer();

    [GeneratedRegex(@"\G[\p{L}_]\w*")]
    private static partial Regex Name();

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    private static (Token, int)? Match(Regex pattern, TokenKind kind, string source, int at) =>
        pattern.Match(source, at) is { Success: true } match ? (new(kind, match.Value, 0), match.Length) : null;

    private static (Token, int)? String(string source, int at)
    {
        var value = new StringBuilder();
        for (var i = at + 1; i < source.Length; i++)
        {
            if (source[i] == source[at])
                return (new(TokenKind.String, value.ToString(), 0), i + 1 - at);
            if (source[i] == '\\' && i + 1 < source.Length)
                i += Escape(source.AsSpan(i + 1), value);
            else
                value.Append(source[i]);
        }

        return null;
    }

    /// <summary>Writes what an escape stands for; what is no escape stays with its backslash, as in Python.</summary>
    /// <returns>Length behind the backslash.</returns>
    private static int Escape(ReadOnlySpan<char> escape, StringBuilder value)
    {
        const string Names = "\\'\"abfnrtv";
        const string Meanings = "\\'\"\a\b\f\n\r\t\v";
        if (Names.IndexOf(escape[0], StringComparison.Ordinal) is >= 0 and var simple)
            value.Append(Meanings[simple]);
        else if (escape[0] is >= '0' and <= '7')
            return Octal(escape, value);
        else if (escape[0] is 'x' or 'u' or 'U')
            return Hexadecimal(
                escape,
                escape[0] switch
                {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                },
                value
            );
        else if (escape[0] == 'N')
            throw new TemplateFault(
                "a string has \\N, the name of a character, which is not supported; write it as \\u"
            );
        else if (escape[0] != '\n')
            value.Append('\\').Append(escape[0]);
        return 1;
    }

    private static int Octal(ReadOnlySpan<char> escape, StringBuilder value)
    {
        var (length, code) = (0, 0);
        while (length < Math.Min(3, escape.Length) && escape[length] is >= '0' and <= '7')
            code = (code * 8) + (escape[length++] - '0');
        value.Append((char)code);
        return length;
    }

    private static int Hexadecimal(ReadOnlySpan<char> escape, int digits, StringBuilder value)
    {
        if (
            escape.Length <= digits
            || !int.TryParse(escape.Slice(1, digits), NumberStyles.AllowHexSpecifier, null, out var code)
            || code is < 0 or > 0x10ffff
        )
            throw new TemplateFault(
                $"a string has \\{escape[0]} without the {digits} hexadecimal digits of a character"
            );
        if (code < 0x10000)
            value.Append((char)code);
        else
            value.Append(char.ConvertFromUtf32(code));
        return 1 + digits;
    }
}
