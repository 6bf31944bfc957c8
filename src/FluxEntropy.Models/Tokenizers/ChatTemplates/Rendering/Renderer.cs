using System.Text;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>Carries out the statements of a template.</summary>
internal sealed class Renderer(Budget budget)
{
    private const string LoopName = "loop";

    private readonly Evaluator _evaluator = new(budget);

    /// <summary>How statements ended.</summary>
    private enum Outcome
    {
        Done,
        Break,
        Continue,
    }

    /// <summary>The text that statements make.</summary>
    /// <exception cref="TemplateFault">They cannot be carried out; <see cref="Budget.Line"/> is where.</exception>
    public string Text(IReadOnlyList<Statement> statements, Scope scope)
    {
        var output = new StringBuilder();
        Run(statements, scope, output);
        return output.ToString();
    }

    private Outcome Run(IReadOnlyList<Statement> statements, Scope scope, StringBuilder output)
    {
        budget.Enter();
        var outcome = Outcome.Done;
        for (var i = 0; i < statements.Count && outcome == Outcome.Done; i++)
        {
            budget.Charge();
            budget.Line = statements[i].Line;
            outcome = Run(statements[i], scope, output);
        }

        budget.Leave();
        return outcome;
    }

    private Outcome Run(Statement statement, Scope scope, StringBuilder output)
    {
        switch (statement)
        {
            case TextStatement text:
                Write(text.Text, output);
                break;
            case PrintStatement print:
                Write(Values.Text.Of(_evaluator.Of(print.Value, scope), budget), output);
                break;
            case IfStatement choice:
                return Choose(choice, scope, output);
            case ForStatement loop:
                return Repeat(loop, scope, output);
            case BreakStatement:
                return Outcome.Break;
            case ContinueStatement:
                return Outcome.Continue;
            case SetStatement set:
                Assign(set.Target, _evaluator.Of(set.Value, scope), scope);
                break;
            case SetBlockStatement set:
                Assign(set.Target, Filtered(set.Value, set.Body, scope), scope);
                break;
            case FilterBlockStatement filter:
                Write(Values.Text.Of(Filtered(filter.Value, filter.Body, scope), budget), output);
                break;
            case ScopeStatement block:
                return RunInScope(block, scope, output);
            case MacroStatement macro:
                scope.Set(macro.Name, new Macro(macro.Name, macro.Macro, scope, this));
                break;
            case CallStatement call:
                Write(Values.Text.Of(Call(call, scope), budget), output);
                break;
        }

        return Outcome.Done;
    }

    /// <summary>The value of an expression, for the defaults of parameters.</summary>
    public object? Value(Expression expression, Scope scope) => _evaluator.Of(expression, scope);

    private void Write(string text, StringBuilder output)
    {
        budget.ChargeText(output.Length + (long)text.Length > Budget.MaxText ? long.MaxValue : text.Length);
        output.Append(text);
    }

    private Outcome Choose(IfStatement choice, Scope scope, StringBuilder output)
    {
        foreach (var (condition, body) in choice.Branches)
        {
            if (Truth.Of(_evaluator.Of(condition, scope)))
                return Run(body, scope, output);
        }

        return Run(choice.Else, scope, output);
    }

    private Outcome Repeat(ForStatement statement, Scope scope, StringBuilder output)
    {
        var items = Chosen(statement, Items.Of(_evaluator.Of(statement.Items, scope), budget), scope);
        if (items.Count == 0)
            return Run(statement.Else, new Scope(scope), output);
        var loop = new Loop(items);
        for (var i = 0; i < items.Count; i++)
        {
            budget.Charge();
            loop.At = i;
            var each = new Scope(scope);
            each.Set(LoopName, loop);
            Assign(statement.Target, items[i], each);
            if (Run(statement.Body, each, output) == Outcome.Break)
                break;
        }

        return Outcome.Done;
    }

    private IReadOnlyList<object?> Chosen(ForStatement statement, IReadOnlyList<object?> items, Scope scope)
    {
        if (statement.Condition is not { } condition)
            return items;
        var chosen = new List<object?>();
        foreach (var item in items)
        {
            var each = new Scope(scope);
            Assign(statement.Target, item, each);
            if (Truth.Of(_evaluator.Of(condition, each)))
                chosen.Add(item);
        }

        return chosen;
    }

    private Outcome RunInScope(ScopeStatement block, Scope scope, StringBuilder output)
    {
        var inner = new Scope(scope);
        foreach (var (target, value) in block.Variables)
            Assign(target, _evaluator.Of(value, scope), inner);
        return Run(block.Body, inner, output);
    }

    private object? Filtered(Expression filter, IReadOnlyList<Statement> body, Scope scope)
    {
        var inner = new Scope(scope);
        inner.Set(Evaluator.BlockText, Text(body, inner));
        return _evaluator.Of(filter, inner);
    }

    private object? Call(CallStatement statement, Scope scope)
    {
        var arguments = _evaluator.Arguments(statement.Call.Arguments, scope);
        var caller = new Macro("caller", statement.Caller, scope, this);
        var named = new Dictionary<string, object?>(arguments.Named) { ["caller"] = caller };
        return _evaluator.Call(statement.Call, arguments with { Named = named }, scope);
    }

    private void Assign(AssignmentTarget target, object? value, Scope scope)
    {
        switch (target)
        {
            case NameTarget name:
                scope.Set(name.Name, value);
                break;
            case MemberTarget member:
                var space = scope.TryGet(member.Name, out var found) ? found as Namespace : null;
                (
                    space
                    ?? throw new TemplateFault($"\"{member.Name}\" is no namespace, so that its members cannot be set")
                ).Set(member.Member, value);
                break;
            case TupleTarget several:
                var items = Items.Of(value, budget);
                if (items.Count != several.Targets.Count)
                    throw new TemplateFault($"{items.Count:N0} values for {several.Targets.Count} variables");
                for (var i = 0; i < items.Count; i++)
                    Assign(several.Targets[i], items[i], scope);
                break;
        }
    }
}
