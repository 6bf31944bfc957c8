namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;

/// <summary>What a template is made of, for questions about it that need no rendering.</summary>
internal static class Tree
{
    /// <summary>All statements, also those within others.</summary>
    public static IEnumerable<Statement> Statements(IEnumerable<Statement> statements) =>
        All(statements, statement => Bodies(statement).SelectMany(body => body));

    /// <summary>All expressions of a statement's own tags, also those within others.</summary>
    public static IEnumerable<Expression> Expressions(Statement statement) =>
        All(
            statement switch
            {
                PrintStatement print => [print.Value],
                IfStatement choice => choice.Branches.Select(branch => branch.Condition),
                ForStatement loop => Present(loop.Items, loop.Condition),
                SetStatement set => [set.Value],
                SetBlockStatement set => [set.Value],
                FilterBlockStatement filter => [filter.Value],
                ScopeStatement block => block.Variables.Select(variable => variable.Value),
                CallStatement call => [call.Call],
                MacroStatement macro => macro.Macro.Parameters.SelectMany(parameter => Present(parameter.Default)),
                _ => Enumerable.Empty<Expression>(),
            },
            Operands
        );

    // Without recursion: a chain such as a|b|c… is as deep as it is long.
    private static IEnumerable<T> All<T>(IEnumerable<T> roots, Func<T, IEnumerable<T>> within)
    {
        var left = new Stack<T>(roots.Reverse());
        while (left.TryPop(out var each))
        {
            yield return each;
            foreach (var inner in within(each).Reverse())
                left.Push(inner);
        }
    }

    private static IEnumerable<IEnumerable<Statement>> Bodies(Statement statement) =>
        statement switch
        {
            IfStatement choice => choice.Branches.Select(branch => branch.Body).Append(choice.Else),
            ForStatement loop => [loop.Body, loop.Else],
            SetBlockStatement set => [set.Body],
            FilterBlockStatement filter => [filter.Body],
            ScopeStatement block => [block.Body],
            MacroStatement macro => [macro.Macro.Body],
            CallStatement call => [call.Caller.Body],
            _ => [],
        };

    private static IEnumerable<Expression> Operands(Expression expression) =>
        expression switch
        {
            MemberExpression member => [member.Target],
            ItemExpression item => [item.Target, item.Key],
            SliceExpression slice => Present(slice.Target, slice.Start, slice.Stop, slice.Step),
            CallExpression call => Given(call.Arguments).Prepend(call.Target),
            FilterExpression filter => Given(filter.Arguments).Prepend(filter.Target),
            TestExpression test => Given(test.Arguments).Prepend(test.Target),
            UnaryExpression unary => [unary.Operand],
            BinaryExpression binary => [binary.Left, binary.Right],
            ConcatenationExpression parts => parts.Parts,
            ComparisonExpression comparison => comparison
                .Others.Select(other => other.Operand)
                .Prepend(comparison.First),
            ConditionalExpression choice => Present(choice.Condition, choice.Then, choice.Else),
            SequenceExpression sequence => sequence.Items,
            DictExpression dict => dict.Entries.SelectMany(entry => Present(entry.Key, entry.Value)),
            _ => [],
        };

    private static IEnumerable<Expression> Given(CallArguments arguments) =>
        arguments
            .Positional.Concat(arguments.Named.Select(named => named.Value))
            .Concat(Present(arguments.Items, arguments.Entries));

    private static IEnumerable<Expression> Present(params Expression?[] expressions) =>
        expressions.OfType<Expression>();
}
