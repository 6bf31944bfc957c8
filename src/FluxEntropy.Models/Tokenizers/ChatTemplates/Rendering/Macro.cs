using FluxEntropy.Models.Tokenizers.ChatTemplates.Syntax;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>A macro: sees the variables of where it stands, whoever calls it.</summary>
internal sealed class Macro(string name, MacroBody macro, Scope around, Renderer renderer) : ICallable, IMembers
{
    private const string Caller = "caller";

    public object? Call(Arguments arguments, Budget budget)
    {
        var (line, scope) = (budget.Line, new Scope(around));
        var caller = arguments.Named.GetValueOrDefault(Caller);
        if (caller is not null && macro.Parameters.All(parameter => parameter.Name != Caller))
        {
            scope.Set(Caller, caller);
            arguments = arguments with { Named = arguments.Named.Where(given => given.Key != Caller).ToDictionary() };
        }

        var bound = arguments.Bind($"the macro {name}", [.. macro.Parameters.Select(parameter => parameter.Name)]);
        foreach (var (parameter, otherwise) in macro.Parameters)
        {
            scope.Set(
                parameter,
                bound.Has(parameter) ? bound.Get(parameter)
                    : otherwise is null ? new Undefined($"the parameter \"{parameter}\"")
                    : renderer.Value(otherwise, scope)
            );
        }

        var text = renderer.Text(macro.Body, scope);
        budget.Line = line;
        return text;
    }

    public bool TryGet(string member, out object? value)
    {
        value = member == "name" ? name : null;
        return member == "name";
    }
}
