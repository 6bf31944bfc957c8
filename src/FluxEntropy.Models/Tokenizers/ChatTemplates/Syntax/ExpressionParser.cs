namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>
/// Reads expressions, from what binds least (<c>a if b else c</c>) to what binds most; names of its methods are Jinja's
/// levels. The operands of the innermost level are read by <see cref="PrimaryParser"/>.
/// </summary>
internal sealed class ExpressionParser
{
    private readonly TokenStream _tokens;
    private readonly PrimaryParser _primary;

    public ExpressionParser(TokenStream tokens) => (_tokens, _primary) = (tokens, new(tokens, this));

    /// <summary>An expression, or several between commas, which make a tuple.</summary>
    public Expression Tuple() => Tuple(Conditional);

    /// <summary>As <see cref="Tuple()"/>, where an <c>if</c> that follows is not part of it.</summary>
    public Expression Unconditional() => Tuple(Or);

    /// <summary>One expression.</summary>
    public Expression Conditional()
    {
        _tokens.Enter();
        var expression = Or();
        while (_tokens.IsName("if"))
        {
            var line = _tokens.Next().Line;
            var condition = Or();
            expression = new ConditionalExpression(
                line,
                condition,
                expression,
                _tokens.SkipName("else") ? Conditional() : null
            );
        }

        _tokens.Leave();
        return expression;
    }

    /// <summary>A value with its signs, members and calls, without filters: the argument of a test.</summary>
    public Expression Unfiltered() => _primary.Postfix(_primary.Primary());

    /// <summary>Filters of a block, whose target is its text.</summary>
    public Expression BlockFilter()
    {
        var text = new BlockTextExpression(_tokens.Line);
        return _primary.Filtered(_primary.Filter(text));
    }

    /// <summary>A call, for a <c>call</c> block.</summary>
    public CallExpression Call()
    {
        var fault = _tokens.Unexpected("the call of a macro");
        return Conditional() as CallExpression ?? throw fault;
    }

    private Expression Tuple(Func<Expression> item)
    {
        var line = _tokens.Line;
        var first = item();
        if (!_tokens.IsOperator(","))
            return first;
        var items = new List<Expression> { first };
        while (_tokens.SkipOperator(",") && !EndsTuple())
            items.Add(item());
        return new SequenceExpression(line, items, IsTuple: true);
    }

    private Expression Or() => Chain(And, "or");

    private bool EndsTuple() =>
        _tokens.Is(TokenKind.BlockEnd)
        || _tokens.Is(TokenKind.PrintEnd)
        || _tokens.IsOperator(")")
        || _tokens.IsName("in");

    private Expression And() => Chain(Not, "and");

    private Expression Not()
    {
        if (!_tokens.IsName("not"))
            return Comparison();
        _tokens.Enter();
        var not = new UnaryExpression(_tokens.Next().Line, "not", Not());
        _tokens.Leave();
        return not;
    }

    private Expression Comparison()
    {
        var line = _tokens.Line;
        var first = Sum();
        var others = new List<(string, Expression)>();
        while (Comparator() is { } sign)
            others.Add((sign, Sum()));
        return others.Count == 0 ? first : new ComparisonExpression(line, first, others);
    }

    private string? Comparator()
    {
        if (_tokens.IsOperator("==", "!=", "<", "<=", ">", ">=") || _tokens.IsName("in"))
            return _tokens.Next().Text;
        if (!_tokens.IsName("not") || _tokens.Ahead is not { Kind: TokenKind.Name, Text: "in" })
            return null;
        _tokens.Next();
        _tokens.Next();
        return "not in";
    }

    private Expression Sum() => Chain(Concatenation, "+", "-");

    private Expression Concatenation()
    {
        var line = _tokens.Line;
        var parts = new List<Expression> { Product() };
        while (_tokens.SkipOperator("~"))
            parts.Add(Product());
        return parts.Count == 1 ? parts[0] : new ConcatenationExpression(line, parts);
    }

    private Expression Product() => Chain(Power, "*", "/", "//", "%");

    private Expression Power() => Chain(() => Signed(filtered: true), "**");

    private Expression Signed(bool filtered)
    {
        Expression value;
        if (_tokens.IsOperator("-", "+"))
        {
            _tokens.Enter();
            var sign = _tokens.Next();
            value = new UnaryExpression(sign.Line, sign.Text, Signed(filtered: false));
            _tokens.Leave();
        }
        else
        {
            value = _primary.Primary();
        }

        value = _primary.Postfix(value);
        return filtered ? _primary.Filtered(value) : value;
    }

    private Expression Chain(Func<Expression> operand, params string[] operators)
    {
        var left = operand();
        while (_tokens.IsOperator(operators) || _tokens.IsName(operators))
        {
            var sign = _tokens.Next();
            left = new BinaryExpression(sign.Line, sign.Text, left, operand());
        }

        return left;
    }
}
