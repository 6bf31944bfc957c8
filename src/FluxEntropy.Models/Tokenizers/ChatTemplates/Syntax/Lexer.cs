using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>
/// Cuts a template into tokens by Jinja's rules with trim_blocks and lstrip_blocks, as Hugging Face sets them: the line end behind
/// a block or comment is left out, and so are spaces before one that begins its line. <c>-</c> in a tag takes away all white space
/// on its side, <c>+</c> keeps it.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _counted;
    private bool _startsLine = true;

    private Lexer(string source) => _source = source;

    /// <summary>The tokens, of which the last is the end.</summary>
    /// <exception cref="TemplateFault">A tag or string is not closed, or holds what is no token.</exception>
    public static IReadOnlyList<Token> Tokens(string template)
    {
        var source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new Lexer(source.EndsWith('\n') ? source[..^1] : source);
        while (lexer.ReadText()) { }
        lexer.Add(TokenKind.End, "", lexer._source.Length);
        return lexer._tokens;
    }

    /// <summary>Reads text up to a tag, and the tag; false at the end.</summary>
    private bool ReadText()
    {
        var open = NextTag();
        if (open < 0)
        {
            AddText(_source[_at..]);
            return false;
        }

        var (text, kind) = (_source[_at..open], _source[open + 1]);
        var sign = SignAt(open + 2);
        AddText(Trimmed(text, sign, isPrint: kind == '{'));
        _at = open + (sign is null ? 2 : 3);
        if (kind == '#')
            SkipComment(open);
        else if (kind == '{')
            ReadTag(TokenKind.PrintBegin, TokenKind.PrintEnd, "}}", open);
        else if (RawBody() is { } body)
            ReadRaw(body, open);
        else
            ReadTag(TokenKind.BlockBegin, TokenKind.BlockEnd, "%}", open);
        return true;
    }

    private int NextTag()
    {
        for (var open = _source.IndexOf('{', _at); open >= 0; open = _source.IndexOf('{', open + 1))
        {
            if (open + 1 < _source.Length && _source[open + 1] is '{' or '%' or '#')
                return open;
        }

        return -1;
    }

    private char? SignAt(int at) => at < _source.Length && _source[at] is '-' or '+' ? _source[at] : null;

    /// <summary>The text before a tag, without what the tag takes away of it.</summary>
    private string Trimmed(string text, char? sign, bool isPrint)
    {
        if (sign == '-')
            return CodePoints.Strip(text, null, start: false, end: true);
        var line = text.LastIndexOf('\n') + 1;
        return sign != '+' && !isPrint && (line > 0 || _startsLine) && IsSpace(text.AsSpan(line)) ? text[..line] : text;
    }

    // Where nothing stands before the tag, nothing is taken away either.
    private static bool IsSpace(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!CodePoints.IsSpace(character))
                return false;
        }

        return true;
    }

    private void AddText(string text)
    {
        if (text.Length > 0)
            Add(TokenKind.Text, text, _at);
    }

    private void SkipComment(int open)
    {
        var close = _source.IndexOf("#}", _at, StringComparison.Ordinal);
        if (close < 0)
            throw Fault("the comment that begins here is not closed with \"#}\"", open);
        var sign = close > _at && _source[close - 1] is '-' or '+' ? _source[close - 1] : (char?)null;
        FinishTag(close + 2, sign, trimsLineEnd: true);
    }

    /// <summary>Where the text of a raw block begins; null where the block at this place is another one.</summary>
    private int? RawBody()
    {
        var at = SkipSpace(_at);
        if (string.CompareOrdinal(_source, at, "raw", 0, 3) != 0)
            return null;
        at = SkipSpace(at + 3);
        if (string.CompareOrdinal(_source, at, "%}", 0, 2) == 0)
            return at + 2;
        return string.CompareOrdinal(_source, at, "-%}", 0, 3) == 0 ? SkipSpace(at + 3) : null;
    }

    private void ReadRaw(int body, int open)
    {
        for (
            var tag = _source.IndexOf("{%", body, StringComparison.Ordinal);
            tag >= 0;
            tag = _source.IndexOf("{%", tag + 1, StringComparison.Ordinal)
        )
        {
            var sign = SignAt(tag + 2);
            var at = SkipSpace(tag + (sign is null ? 2 : 3));
            if (string.CompareOrdinal(_source, at, "endraw", 0, 6) != 0)
                continue;
            at = SkipSpace(at + 6);
            var endSign = SignAt(at);
            at += endSign is null ? 0 : 1;
            if (string.CompareOrdinal(_source, at, "%}", 0, 2) != 0)
                continue;
            (_at, _startsLine) = (body, false);
            AddText(Trimmed(_source[body..tag], sign, isPrint: false));
            FinishTag(at + 2, endSign, trimsLineEnd: true);
            return;
        }

        throw Fault("the raw block that begins here is not closed with {% endraw %}", open);
    }

    private void ReadTag(TokenKind begin, TokenKind end, string close, int open)
    {
        Add(begin, _source[open..(open + 2)], open);
        var brackets = new Stack<char>();
        while (true)
        {
            _at = SkipSpaceBeforeClose(close, brackets.Count == 0, out var sign);
            if (_at >= _source.Length)
                throw Fault($"the tag that begins here is not closed with \"{close}\"", open);
            if (brackets.Count == 0 && IsClose(_at, close, sign))
            {
                Add(end, close, _at);
                FinishTag(_at + (sign is null ? 2 : 3), sign, trimsLineEnd: end == TokenKind.BlockEnd);
                return;
            }

            ReadToken(brackets);
        }
    }

    private bool IsClose(int at, string close, char? sign) =>
        string.CompareOrdinal(_source, at + (sign is null ? 0 : 1), close, 0, 2) == 0;

    // A sign belongs to the tag's end where that follows at once; "+" means nothing at the end of a print.
    private int SkipSpaceBeforeClose(string close, bool mayClose, out char? sign)
    {
        var at = SkipSpace(_at);
        sign = mayClose ? SignAt(at) : null;
        if (sign is not null && (!IsClose(at, close, sign) || (sign == '+' && close == "}}")))
            sign = null;
        return at;
    }

    private void ReadToken(Stack<char> brackets)
    {
        var (token, length) = TokenReader.Read(_source, _at) ?? throw Fault($"\"{_source[_at]}\" is no token", _at);
        if (token is { Kind: TokenKind.Operator, Text: "(" or "[" or "{" })
            brackets.Push(token.Text[0]);
        else if (token is { Kind: TokenKind.Operator, Text: ")" or "]" or "}" })
            Close(brackets, token.Text[0]);
        Add(token.Kind, token.Text, _at);
        _at += length;
    }

    private void Close(Stack<char> brackets, char close)
    {
        if (!brackets.TryPop(out var open))
            throw Fault($"\"{close}\" closes nothing", _at);
        if ((open, close) is not (('(', ')') or ('[', ']') or ('{', '}')))
            throw Fault($"\"{close}\" where the end of \"{open}\" was expected", _at);
    }

    /// <summary>Passes the end of a tag, and what is taken away behind it.</summary>
    private void FinishTag(int end, char? sign, bool trimsLineEnd)
    {
        _at = end;
        if (sign == '-')
            _at = SkipSpace(end);
        else if (trimsLineEnd && sign is null && end < _source.Length && _source[end] == '\n')
            _at = end + 1;
        _startsLine = _at > 0 && _source[_at - 1] == '\n';
    }

    private int SkipSpace(int at)
    {
        while (at < _source.Length && CodePoints.IsSpace(_source[at]))
            at++;
        return at;
    }

    private void Add(TokenKind kind, string text, int at) => _tokens.Add(new(kind, text, LineOf(at)));

    private TemplateFault Fault(string message, int at) => new(message, LineOf(at));

    private int LineOf(int at)
    {
        if (at < _counted)
            return _line - _source.AsSpan(at, _counted - at).Count('\n');
        _line += _source.AsSpan(_counted, at - _counted).Count('\n');
        _counted = at;
        return _line;
    }
}
