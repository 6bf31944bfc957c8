using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>Reads a template: text, prints and blocks. The blocks that chat templates have are there, others are refused by name.</summary>
internal sealed class StatementParser
{
    private const int MaxTemplate = 1 << 20;

    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly BlockParser _blocks;

    private StatementParser(TokenStream tokens)
    {
        (_tokens, _expressions) = (tokens, new(tokens));
        _blocks = new(tokens, _expressions, Body);
    }

    /// <summary>The statements of a template.</summary>
    /// <exception cref="TemplateFault">It is no template, or has what is not supported; the fault names the line.</exception>
    public static IReadOnlyList<Statement> Parse(string template)
    {
        if (template.Length > MaxTemplate)
            throw new TemplateFault($"it is longer than {MaxTemplate >> 20} Mi characters", 1);
        var parser = new StatementParser(new(Lexer.Tokens(template)));
        var statements = parser.Statements([]);
        return parser._tokens.Is(TokenKind.End) ? statements : throw parser._tokens.Unexpected("a block");
    }

    /// <summary>Statements up to a block of one of some names, whose name is the current token then.</summary>
    private List<Statement> Statements(string[] ends)
    {
        var statements = new List<Statement>();
        while (!_tokens.Is(TokenKind.End))
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Text:
                    statements.Add(new TextStatement(token.Line, token.Text));
                    break;
                case TokenKind.PrintBegin:
                    statements.Add(new PrintStatement(token.Line, _expressions.Tuple()));
                    _tokens.Expect(TokenKind.PrintEnd, "\"}}\"");
                    break;
                case TokenKind.BlockBegin when _tokens.IsName(ends):
                    return statements;
                default:
                    statements.Add(_blocks.Block());
                    _tokens.Expect(TokenKind.BlockEnd, "\"%}\"");
                    break;
            }
        }

        return statements;
    }

    /// <summary>What stands between a block's tag and the tag of one of some names, which is passed up to its end.</summary>
    private (List<Statement> Body, string End) Body(int line, string[] ends)
    {
        _tokens.Expect(TokenKind.BlockEnd, "\"%}\"");
        _tokens.Enter();
        var body = Statements(ends);
        _tokens.Leave();
        return _tokens.Is(TokenKind.End)
            ? throw new TemplateFault($"the block that begins here is not closed with {{% {ends[^1]} %}}", line)
            : (body, _tokens.Next().Text);
    }
}
