using System.Globalization;
using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>Reads values with what follows them: members, calls, filters and tests.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads what lies within brackets.</param>
internal sealed class PrimaryParser(TokenStream tokens, ExpressionParser expressions)
{
    private const string Expected = "an expression";

    /// <summary>A constant, a name, or what stands in brackets.</summary>
    public Expression Primary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name:
                tokens.Next();
                return Name(token);
            case TokenKind.String:
                return Strings(token.Line);
            case TokenKind.Integer:
                tokens.Next();
                return new ConstantExpression(token.Line, Integer(token));
            case TokenKind.Float:
                tokens.Next();
                var digits = token.Text.Replace("_", "", StringComparison.Ordinal);
                return new ConstantExpression(token.Line, double.Parse(digits, CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Text == "(":
                return Parenthesised(token.Line);
            case TokenKind.Operator when token.Text == "[":
                return List(token.Line);
            case TokenKind.Operator when token.Text == "{":
                return Dict(token.Line);
            default:
                throw tokens.Unexpected(Expected);
        }
    }

    /// <summary>A value with its members, items and calls.</summary>
    public Expression Postfix(Expression value)
    {
        while (true)
        {
            if (tokens.IsOperator("."))
                value = Member(value);
            else if (tokens.IsOperator("["))
                value = Item(value);
            else if (tokens.IsOperator("("))
                value = new CallExpression(tokens.Line, value, Arguments());
            else
                return value;
        }
    }

    /// <summary>A value with its filters and tests.</summary>
    public Expression Filtered(Expression value)
    {
        while (true)
        {
            if (tokens.SkipOperator("|"))
                value = Filter(value);
            else if (tokens.SkipName("is"))
                value = Test(value);
            else if (tokens.IsOperator("("))
                value = new CallExpression(tokens.Line, value, Arguments());
            else
                return value;
        }
    }

    /// <summary>A filter behind its bar.</summary>
    public FilterExpression Filter(Expression target)
    {
        var line = tokens.Line;
        return new(
            line,
            target,
            DottedName("the name of a filter"),
            tokens.IsOperator("(") ? Arguments() : CallArguments.None
        );
    }

    private static Expression Name(Token name) =>
        name.Text switch
        {
            "true" or "True" => new ConstantExpression(name.Line, true),
            "false" or "False" => new ConstantExpression(name.Line, false),
            "none" or "None" => new ConstantExpression(name.Line, null),
            _ => new NameExpression(name.Line, name.Text),
        };

    private ConstantExpression Strings(int line)
    {
        var text = "";
        while (tokens.Is(TokenKind.String))
            text += tokens.Next().Text;
        return new(line, text);
    }

    private static BigInteger Integer(Token token)
    {
        var digits = token.Text.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var (start, bits) = digits switch
        {
            ['0', 'x', ..] => (2, 4),
            ['0', 'o', ..] => (2, 3),
            ['0', 'b', ..] => (2, 1),
            _ => (0, 0),
        };
        if (digits.Length > Number.MaxBits / 4)
            throw new TemplateFault($"an integer of {digits.Length:N0} digits is too long", token.Line);
        return bits == 0
            ? BigInteger.Parse(digits, CultureInfo.InvariantCulture)
            : digits[start..]
                .Aggregate(BigInteger.Zero, (number, digit) => (number << bits) + Convert.ToInt32($"{digit}", 16));
    }

    private Expression Parenthesised(int line)
    {
        tokens.ExpectOperator("(");
        if (tokens.SkipOperator(")"))
            return new SequenceExpression(line, [], IsTuple: true);
        var inner = expressions.Tuple();
        tokens.ExpectOperator(")");
        return inner;
    }

    private SequenceExpression List(int line)
    {
        tokens.ExpectOperator("[");
        var items = new List<Expression>();
        while (!tokens.SkipOperator("]"))
        {
            if (items.Count > 0)
                tokens.ExpectOperator(",");
            if (!tokens.IsOperator("]"))
                items.Add(expressions.Conditional());
        }

        return new(line, items, IsTuple: false);
    }

    private DictExpression Dict(int line)
    {
        tokens.ExpectOperator("{");
        var entries = new List<(Expression, Expression)>();
        while (!tokens.SkipOperator("}"))
        {
            if (entries.Count > 0)
                tokens.ExpectOperator(",");
            if (tokens.IsOperator("}"))
                continue;
            var key = expressions.Conditional();
            tokens.ExpectOperator(":");
            entries.Add((key, expressions.Conditional()));
        }

        return new(line, entries);
    }

    private Expression Member(Expression target)
    {
        var line = tokens.Next().Line;
        if (tokens.Is(TokenKind.Integer))
            return new ItemExpression(line, target, Primary());
        return new MemberExpression(line, target, tokens.Expect(TokenKind.Name, "the name of a member").Text);
    }

    private Expression Item(Expression target)
    {
        var line = tokens.Next().Line;
        var start = tokens.IsOperator(":") ? null : expressions.Conditional();
        if (start is not null && tokens.SkipOperator("]"))
            return new ItemExpression(line, target, start);
        tokens.ExpectOperator(":");
        var stop = tokens.IsOperator(":", "]") ? null : expressions.Conditional();
        var step = tokens.SkipOperator(":") && !tokens.IsOperator("]") ? expressions.Conditional() : null;
        tokens.ExpectOperator("]");
        return new SliceExpression(line, target, start, stop, step);
    }

    private CallArguments Arguments()
    {
        tokens.ExpectOperator("(");
        var positional = new List<Expression>();
        var named = new List<(string, Expression)>();
        var (items, entries) = ((Expression?)null, (Expression?)null);
        while (!tokens.SkipOperator(")"))
        {
            if (positional.Count + named.Count > 0 || (items ?? entries) is not null)
                tokens.ExpectOperator(",");
            if (tokens.IsOperator(")"))
                continue;
            if (items is null && entries is null && tokens.SkipOperator("*"))
                items = expressions.Conditional();
            else if (entries is null && tokens.SkipOperator("**"))
                entries = expressions.Conditional();
            else if (tokens.Is(TokenKind.Name) && tokens.Ahead is { Kind: TokenKind.Operator, Text: "=" })
                named.Add(NamedArgument());
            else if (named.Count > 0 || (items ?? entries) is not null)
                throw tokens.Unexpected("an argument with a name");
            else
                positional.Add(expressions.Conditional());
        }

        return new(positional, named, items, entries);
    }

    private (string Name, Expression Value) NamedArgument()
    {
        var name = tokens.Next().Text;
        tokens.Next();
        return (name, expressions.Conditional());
    }

    private Expression Test(Expression target)
    {
        var line = tokens.Line;
        var negated = tokens.SkipName("not");
        var name = DottedName("the name of a test");
        var arguments = TestArguments();
        var test = new TestExpression(line, target, name, arguments);
        return negated ? new UnaryExpression(line, "not", test) : test;
    }

    // "a is divisibleby 3" has an argument without brackets; what goes on with the expression is none.
    private CallArguments TestArguments()
    {
        if (tokens.IsOperator("("))
            return Arguments();
        var begins =
            tokens.IsOperator("[", "{")
            || tokens.Current.Kind is TokenKind.String or TokenKind.Integer or TokenKind.Float
            || (tokens.Is(TokenKind.Name) && !tokens.IsName("else", "or", "and", "is", "if", "not", "in"));
        return begins ? new([expressions.Unfiltered()], []) : CallArguments.None;
    }

    private string DottedName(string expected)
    {
        var name = tokens.Expect(TokenKind.Name, expected).Text;
        while (tokens.SkipOperator("."))
            name += "." + tokens.Expect(TokenKind.Name, expected).Text;
        return name;
    }
}
