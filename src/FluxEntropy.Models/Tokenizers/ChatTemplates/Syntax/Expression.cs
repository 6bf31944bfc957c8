namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>What has a value.</summary>
/// <param name="Line">Line of the template, from 1.</param>
internal abstract record Expression(int Line);

/// <summary>A string, a number, true, false or none.</summary>
internal sealed record ConstantExpression(int Line, object? Value) : Expression(Line);

/// <summary>A variable.</summary>
internal sealed record NameExpression(int Line, string Name) : Expression(Line);

/// <summary><c>[a, b]</c> or <c>(a, b)</c></summary>
internal sealed record SequenceExpression(int Line, IReadOnlyList<Expression> Items, bool IsTuple) : Expression(Line);

/// <summary><c>{a: b}</c></summary>
internal sealed record DictExpression(int Line, IReadOnlyList<(Expression Key, Expression Value)> Entries)
    : Expression(Line);

/// <summary><c>target.name</c></summary>
internal sealed record MemberExpression(int Line, Expression Target, string Name) : Expression(Line);

/// <summary><c>target[key]</c></summary>
internal sealed record ItemExpression(int Line, Expression Target, Expression Key) : Expression(Line);

/// <summary><c>target[start:stop:step]</c></summary>
internal sealed record SliceExpression(
    int Line,
    Expression Target,
    Expression? Start,
    Expression? Stop,
    Expression? Step
) : Expression(Line);

/// <summary><c>target(arguments)</c></summary>
internal sealed record CallExpression(int Line, Expression Target, CallArguments Arguments) : Expression(Line);

/// <summary><c>target | name(arguments)</c></summary>
internal sealed record FilterExpression(int Line, Expression Target, string Name, CallArguments Arguments)
    : Expression(Line);

/// <summary><c>target is name(arguments)</c></summary>
internal sealed record TestExpression(int Line, Expression Target, string Name, CallArguments Arguments)
    : Expression(Line);

/// <summary><c>not a</c>, <c>-a</c> or <c>+a</c></summary>
internal sealed record UnaryExpression(int Line, string Operator, Expression Operand) : Expression(Line);

/// <summary><c>a + b</c>, also with <c>and</c> and <c>or</c>.</summary>
internal sealed record BinaryExpression(int Line, string Operator, Expression Left, Expression Right)
    : Expression(Line);

/// <summary><c>a ~ b ~ c</c></summary>
internal sealed record ConcatenationExpression(int Line, IReadOnlyList<Expression> Parts) : Expression(Line);

/// <summary><c>a &lt; b &lt;= c</c>, which holds where each pair does.</summary>
internal sealed record ComparisonExpression(
    int Line,
    Expression First,
    IReadOnlyList<(string Operator, Expression Operand)> Others
) : Expression(Line);

/// <summary><c>a if condition else b</c></summary>
internal sealed record ConditionalExpression(int Line, Expression Condition, Expression Then, Expression? Else)
    : Expression(Line);

/// <summary>The text of the block that a filter stands over.</summary>
internal sealed record BlockTextExpression(int Line) : Expression(Line);

/// <summary>The arguments of a call.</summary>
/// <param name="Positional">In order.</param>
/// <param name="Named">By name.</param>
/// <param name="Items"><c>*items</c>: a sequence of further ones in order.</param>
/// <param name="Entries"><c>**entries</c>: a dictionary of further ones by name.</param>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Named,
    Expression? Items = null,
    Expression? Entries = null
)
{
    public static CallArguments None { get; } = new([], []);
}
