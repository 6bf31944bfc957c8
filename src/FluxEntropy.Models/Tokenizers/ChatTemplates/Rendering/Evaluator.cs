using FluxEntropy.Models.Tokenizers.ChatTemplates.Library;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>Computes the values of expressions.</summary>
internal sealed class Evaluator(Budget budget)
{
    /// <summary>The variable that holds the text of a block for its filter; no template can name it.</summary>
    public const string BlockText = "{%";

    /// <summary>The value of an expression.</summary>
    /// <exception cref="TemplateFault">It has none.</exception>
    public object? Of(Expression expression, Scope scope)
    {
        budget.Enter();
        budget.Line = expression.Line;
        var value = expression switch
        {
            ConstantExpression constant => constant.Value,
            NameExpression name => Variable(name.Name, scope),
            MemberExpression member => Members.Member(Of(member.Target, scope), member.Name),
            ItemExpression item => Members.Item(Of(item.Target, scope), Of(item.Key, scope)),
            SliceExpression slice => Part(slice, scope),
            CallExpression call => Call(call, Arguments(call.Arguments, scope), scope),
            FilterExpression filter => Filters.Apply(
                filter.Name,
                Of(filter.Target, scope),
                Arguments(filter.Arguments, scope),
                budget
            ),
            TestExpression test => Tests.Holds(
                test.Name,
                Of(test.Target, scope),
                Arguments(test.Arguments, scope),
                budget
            ),
            UnaryExpression unary => Signed(unary, scope),
            BinaryExpression binary => Combined(binary, scope),
            ConcatenationExpression parts => Joining.Values("", parts.Parts.Select(part => Of(part, scope)), budget),
            ComparisonExpression comparison => Compared(comparison, scope),
            ConditionalExpression conditional => Chosen(conditional, scope),
            SequenceExpression sequence => new Sequence(All(sequence.Items, scope), sequence.IsTuple),
            DictExpression dict => Entries(dict, scope),
            BlockTextExpression => Variable(BlockText, scope),
            _ => throw new TemplateFault($"{expression.GetType().Name} is not supported"),
        };
        budget.Leave();
        return value;
    }

    /// <summary>The result of a call with arguments that are computed already.</summary>
    public object? Call(CallExpression call, Arguments arguments, Scope scope)
    {
        var target = Of(call.Target, scope);
        budget.Line = call.Line;
        return target switch
        {
            ICallable function => function.Call(arguments, budget),
            Undefined undefined => throw undefined.Fault,
            _ => throw new TemplateFault($"{Kind.Of(target)} cannot be called"),
        };
    }

    /// <summary>The arguments of a call.</summary>
    public Arguments Arguments(CallArguments arguments, Scope scope)
    {
        if (ReferenceEquals(arguments, CallArguments.None))
            return Values.Arguments.None;
        var positional = All(arguments.Positional, scope);
        if (arguments.Items is { } items)
            positional = [.. positional, .. Items.Of(Of(items, scope), budget)];
        var named = new Dictionary<string, object?>();
        foreach (var (name, value) in arguments.Named)
            Add(named, name, Of(value, scope));
        if (arguments.Entries is { } entries)
        {
            foreach (
                var (name, value) in Of(entries, scope) as Dict ?? throw new TemplateFault("** is given no dictionary")
            )
                Add(named, name, value);
        }

        return new(positional, named);
    }

    private static void Add(Dictionary<string, object?> named, object name, object? value)
    {
        if (!named.TryAdd(name as string ?? throw new TemplateFault("the name of an argument is no string"), value))
            throw new TemplateFault($"an argument \"{name}\" is given twice");
    }

    private static object? Variable(string name, Scope scope) =>
        scope.TryGet(name, out var value) ? value : new Undefined($"\"{name}\"");

    private object?[] All(IReadOnlyList<Expression> expressions, Scope scope) =>
        [.. expressions.Select(expression => Of(expression, scope))];

    private object? Part(SliceExpression slice, Scope scope)
    {
        var target = Of(slice.Target, scope);
        return Slice.Of(target, Bound(slice.Start), Bound(slice.Stop), Bound(slice.Step), budget);

        object? Bound(Expression? bound) => bound is null ? null : Of(bound, scope);
    }

    private object? Signed(UnaryExpression unary, Scope scope)
    {
        var value = Of(unary.Operand, scope);
        return unary.Operator switch
        {
            "not" => !Truth.Of(value),
            "-" => Operators.Negative(value),
            _ => Operators.Negative(Operators.Negative(value)),
        };
    }

    private object? Combined(BinaryExpression binary, Scope scope)
    {
        var left = Of(binary.Left, scope);
        return binary.Operator switch
        {
            "and" => Truth.Of(left) ? Of(binary.Right, scope) : left,
            "or" => Truth.Of(left) ? left : Of(binary.Right, scope),
            _ => Operators.Binary(binary.Operator, left, Of(binary.Right, scope), budget),
        };
    }

    private bool Compared(ComparisonExpression comparison, Scope scope)
    {
        var left = Of(comparison.First, scope);
        foreach (var (sign, operand) in comparison.Others)
        {
            var right = Of(operand, scope);
            if (!Operators.Compare(sign, left, right, budget))
                return false;
            left = right;
        }

        return true;
    }

    private object? Chosen(ConditionalExpression conditional, Scope scope) =>
        Truth.Of(Of(conditional.Condition, scope)) ? Of(conditional.Then, scope)
        : conditional.Else is { } other ? Of(other, scope)
        : new Undefined("the value of an if without else");

    private Dict Entries(DictExpression expression, Scope scope)
    {
        var dict = new Dict();
        foreach (var (key, value) in expression.Entries)
            dict[Dict.Key(Of(key, scope))] = Of(value, scope);
        return dict;
    }
}
