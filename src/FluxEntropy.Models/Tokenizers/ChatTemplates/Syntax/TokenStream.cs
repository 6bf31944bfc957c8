using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>The tokens of a template, read one after another.</summary>
internal sealed class TokenStream(IReadOnlyList<Token> tokens)
{
    private const int MaxDepth = 200;

    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    /// <summary>The token behind the current one.</summary>
    public Token Ahead => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    /// <summary>Line of the current token.</summary>
    public int Line => Current.Line;

    /// <summary>The current token, which is passed.</summary>
    public Token Next() => tokens[_at == tokens.Count - 1 ? _at : _at++];

    public bool Is(TokenKind kind) => Current.Kind == kind;

    public bool IsName(params ReadOnlySpan<string> names) => Is(TokenKind.Name) && names.Contains(Current.Text);

    public bool IsOperator(params ReadOnlySpan<string> operators) =>
        Is(TokenKind.Operator) && operators.Contains(Current.Text);

    public bool SkipName(string name) => Skip(IsName(name));

    public bool SkipOperator(string sign) => Skip(IsOperator(sign));

    public bool Skip(TokenKind kind) => Skip(Is(kind));

    /// <exception cref="TemplateFault">Something else stands there.</exception>
    public Token Expect(TokenKind kind, string expected) => Is(kind) ? Next() : throw Unexpected(expected);

    /// <exception cref="TemplateFault">Something else stands there.</exception>
    public void ExpectOperator(string sign)
    {
        if (!SkipOperator(sign))
            throw Unexpected($"\"{sign}\"");
    }

    /// <summary>The error of a token that does not belong here.</summary>
    public TemplateFault Unexpected(string expected) => new($"{Current.Shown} where {expected} was expected", Line);

    /// <summary>Goes into what lies in something else.</summary>
    /// <exception cref="TemplateFault">It lies too deep.</exception>
    public void Enter()
    {
        if (++_depth > MaxDepth)
            throw new TemplateFault($"the template is nested more than {MaxDepth} levels deep", Line);
    }

    public void Leave() => _depth--;

    private bool Skip(bool isThere)
    {
        if (isThere)
            Next();
        return isThere;
    }
}
