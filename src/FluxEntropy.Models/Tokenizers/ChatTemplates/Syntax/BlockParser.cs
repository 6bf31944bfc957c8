using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>Reads one block, from its name to the end of its last tag.</summary>
/// <param name="tokens">Where from.</param>
/// <param name="expressions">Reads the expressions in its tags.</param>
/// <param name="body">Reads its statements, given the line of the block and the names that end them, the closing one last.</param>
internal sealed class BlockParser(
    TokenStream tokens,
    ExpressionParser expressions,
    Func<int, string[], (List<Statement> Body, string End)> body
)
{
    private int _loops;

    /// <exception cref="TemplateFault">It is no block that is known.</exception>
    public Statement Block()
    {
        var name = tokens.Expect(TokenKind.Name, "the name of a block");
        return name.Text switch
        {
            "if" => If(name.Line),
            "for" => For(name.Line),
            "set" => Set(name.Line),
            "macro" => Macro(name.Line),
            "call" => Call(name.Line),
            "filter" => new FilterBlockStatement(name.Line, expressions.BlockFilter(), BodyOf(name.Line, "endfilter")),
            "with" => With(name.Line),
            "generation" => new ScopeStatement(name.Line, [], BodyOf(name.Line, "endgeneration")),
            "print" => new PrintStatement(name.Line, expressions.Tuple()),
            "break" when _loops > 0 => new BreakStatement(name.Line),
            "continue" when _loops > 0 => new ContinueStatement(name.Line),
            "break" or "continue" => throw new TemplateFault($"{{% {name.Text} %}} stands in no loop", name.Line),
            _ => throw new TemplateFault(
                $"the block {{% {name.Text} %}} is not supported, or does not belong here",
                name.Line
            ),
        };
    }

    private List<Statement> BodyOf(int line, params string[] ends) => body(line, ends).Body;

    private IfStatement If(int line)
    {
        var branches = new List<(Expression, IReadOnlyList<Statement>)>();
        var end = "elif";
        while (end == "elif")
        {
            var condition = expressions.Unconditional();
            (var branch, end) = body(line, ["elif", "else", "endif"]);
            branches.Add((condition, branch));
        }

        return new(line, branches, end == "else" ? BodyOf(line, "endif") : []);
    }

    private ForStatement For(int line)
    {
        var target = Target(isFor: true);
        if (!tokens.SkipName("in"))
            throw tokens.Unexpected("\"in\"");
        var items = expressions.Unconditional();
        var condition = tokens.SkipName("if") ? expressions.Conditional() : null;
        if (tokens.IsName("recursive"))
            throw new TemplateFault("a loop that is \"recursive\" is not supported; use a macro", line);
        _loops++;
        var (each, end) = body(line, ["else", "endfor"]);
        _loops--;
        return new(line, target, items, condition, each, end == "else" ? BodyOf(line, "endfor") : []);
    }

    private Statement Set(int line)
    {
        var target = Target(isFor: false);
        if (tokens.SkipOperator("="))
            return new SetStatement(line, target, expressions.Tuple());
        var value = tokens.SkipOperator("|") ? expressions.BlockFilter() : new BlockTextExpression(line);
        return new SetBlockStatement(line, target, value, BodyOf(line, "endset"));
    }

    private MacroStatement Macro(int line)
    {
        var name = tokens.Expect(TokenKind.Name, "the name of a macro").Text;
        return new(line, name, MacroBody(line, Parameters(), "endmacro"));
    }

    private CallStatement Call(int line)
    {
        var parameters = tokens.IsOperator("(") ? Parameters() : [];
        var call = expressions.Call();
        return new(line, call, MacroBody(line, parameters, "endcall"));
    }

    // A macro in a loop is not part of the loop: it may be called from elsewhere.
    private MacroBody MacroBody(int line, List<(string, Expression?)> parameters, string end)
    {
        var loops = _loops;
        _loops = 0;
        var macro = new MacroBody(parameters, BodyOf(line, end));
        _loops = loops;
        return macro;
    }

    private List<(string, Expression?)> Parameters()
    {
        tokens.ExpectOperator("(");
        var parameters = new List<(string, Expression?)>();
        while (!tokens.SkipOperator(")"))
        {
            if (parameters.Count > 0)
                tokens.ExpectOperator(",");
            var name = tokens.Expect(TokenKind.Name, "the name of a parameter").Text;
            parameters.Add((name, tokens.SkipOperator("=") ? expressions.Conditional() : null));
        }

        return parameters;
    }

    private ScopeStatement With(int line)
    {
        var variables = new List<(AssignmentTarget, Expression)>();
        while (!tokens.Is(TokenKind.BlockEnd))
        {
            if (variables.Count > 0)
                tokens.ExpectOperator(",");
            var target = OneTarget(isFor: true);
            tokens.ExpectOperator("=");
            variables.Add((target, expressions.Conditional()));
        }

        return new(line, variables, BodyOf(line, "endwith"));
    }

    private AssignmentTarget Target(bool isFor)
    {
        var first = OneTarget(isFor);
        if (!tokens.IsOperator(","))
            return first;
        var targets = new List<AssignmentTarget> { first };
        while (
            tokens.SkipOperator(",") && (tokens.IsOperator("(") || tokens.Is(TokenKind.Name)) && !tokens.IsName("in")
        )
            targets.Add(OneTarget(isFor));
        return new TupleTarget(targets);
    }

    private AssignmentTarget OneTarget(bool isFor)
    {
        if (tokens.SkipOperator("("))
        {
            tokens.Enter();
            var inner = Target(isFor);
            tokens.Leave();
            tokens.ExpectOperator(")");
            return inner;
        }

        var name = tokens.Expect(TokenKind.Name, "a variable");
        if (name.Text is "true" or "false" or "none" or "True" or "False" or "None")
            throw new TemplateFault($"\"{name.Text}\" cannot be assigned to", name.Line);
        return !isFor && tokens.SkipOperator(".")
            ? new MemberTarget(name.Text, tokens.Expect(TokenKind.Name, "the name of a member").Text)
            : new NameTarget(name.Text);
    }
}
