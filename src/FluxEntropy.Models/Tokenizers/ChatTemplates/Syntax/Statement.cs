namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>What is done in the order of the template.</summary>
/// <param name="Line">Line of the template, from 1.</param>
internal abstract record Statement(int Line);

/// <summary>Text between tags.</summary>
internal sealed record TextStatement(int Line, string Text) : Statement(Line);

/// <summary><c>{{ value }}</c></summary>
internal sealed record PrintStatement(int Line, Expression Value) : Statement(Line);

/// <summary><c>if</c> with its <c>elif</c>s and <c>else</c></summary>
internal sealed record IfStatement(
    int Line,
    IReadOnlyList<(Expression Condition, IReadOnlyList<Statement> Body)> Branches,
    IReadOnlyList<Statement> Else
) : Statement(Line);

/// <summary><c>for target in items if condition</c></summary>
internal sealed record ForStatement(
    int Line,
    AssignmentTarget Target,
    Expression Items,
    Expression? Condition,
    IReadOnlyList<Statement> Body,
    IReadOnlyList<Statement> Else
) : Statement(Line);

/// <summary><c>break</c></summary>
internal sealed record BreakStatement(int Line) : Statement(Line);

/// <summary><c>continue</c></summary>
internal sealed record ContinueStatement(int Line) : Statement(Line);

/// <summary><c>set target = value</c></summary>
internal sealed record SetStatement(int Line, AssignmentTarget Target, Expression Value) : Statement(Line);

/// <summary><c>set target</c> … <c>endset</c></summary>
internal sealed record SetBlockStatement(
    int Line,
    AssignmentTarget Target,
    Expression Value,
    IReadOnlyList<Statement> Body
) : Statement(Line);

/// <summary><c>filter name</c> … <c>endfilter</c></summary>
internal sealed record FilterBlockStatement(int Line, Expression Value, IReadOnlyList<Statement> Body)
    : Statement(Line);

/// <summary><c>with a = b</c> … <c>endwith</c>, and <c>generation</c> … <c>endgeneration</c>: a scope of its own.</summary>
internal sealed record ScopeStatement(
    int Line,
    IReadOnlyList<(AssignmentTarget Target, Expression Value)> Variables,
    IReadOnlyList<Statement> Body
) : Statement(Line);

/// <summary><c>macro name(parameters)</c></summary>
internal sealed record MacroStatement(int Line, string Name, MacroBody Macro) : Statement(Line);

/// <summary><c>call(parameters) macro(…)</c>, whose body the macro calls as <c>caller</c>.</summary>
internal sealed record CallStatement(int Line, CallExpression Call, MacroBody Caller) : Statement(Line);

/// <summary>What a macro is made of.</summary>
internal sealed record MacroBody(
    IReadOnlyList<(string Name, Expression? Default)> Parameters,
    IReadOnlyList<Statement> Body
);

/// <summary>What is assigned to.</summary>
internal abstract record AssignmentTarget;

/// <summary>A variable.</summary>
internal sealed record NameTarget(string Name) : AssignmentTarget;

/// <summary>A member of a namespace.</summary>
internal sealed record MemberTarget(string Name, string Member) : AssignmentTarget;

/// <summary>Several, for the items of a sequence.</summary>
internal sealed record TupleTarget(IReadOnlyList<AssignmentTarget> Targets) : AssignmentTarget;
