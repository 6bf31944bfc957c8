using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>
/// The members and items of values. <c>a.b</c> is a method before it is an item, <c>a["b"]</c> the other way round. Methods that
/// would change a value are refused, as by Jinja's immutable sandbox.
/// </summary>
internal static class Members
{
    private static readonly string[] Changing =
    [
        "append",
        "clear",
        "extend",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
    ];

    /// <summary><c>target.name</c></summary>
    /// <exception cref="TemplateFault">The target is undefined, or the member may not be used.</exception>
    public static object? Member(object? target, string name) =>
        Own(target, name, out var own) ? own
        : Has(target, name, out var item) ? item
        : new Undefined($"\"{name}\"");

    /// <summary><c>target[key]</c></summary>
    /// <exception cref="TemplateFault">The target is undefined.</exception>
    public static object? Item(object? target, object? key) =>
        Has(target, key, out var item) ? item
        : key is string name && Own(target, name, out var own) ? own
        : new Undefined(key is string missing ? $"\"{missing}\"" : "an item");

    /// <summary>The method or member of a value that is not one of its items.</summary>
    public static bool Own(object? target, string name, out object? value)
    {
        value = target switch
        {
            Undefined undefined => throw undefined.Fault,
            IMembers members => members.TryGet(name, out var member) ? member : null,
            string text => StringMethods.Of(text, name) ?? Unsupported(name),
            Sequence or Dict when Changing.Contains(name) => throw new TemplateFault(
                $"{name} would change {Kind.Of(target)}, which a chat template may not"
            ),
            Sequence sequence => SequenceMethods.Of(sequence, name),
            Dict dict => DictMethods.Of(dict, name),
            _ => null,
        };
        return value is not null || (target is IMembers other && other.TryGet(name, out _));
    }

    private static ICallable? Unsupported(string name) =>
        name is "format" or "format_map" or "encode" or "translate" or "casefold" or "expandtabs"
            ? throw new TemplateFault($"the method {name} of strings is not supported")
            : null;

    private static bool Has(object? target, object? key, out object? value)
    {
        value = null;
        switch (target)
        {
            case Undefined undefined:
                throw undefined.Fault;
            case Dict dict:
                return key is not (null or Sequence or Dict or Undefined) && dict.TryGetValue(Dict.Key(key), out value);
            case Sequence sequence when Slice.Index(key, sequence.Items.Count) is { } index:
                value = sequence.Items[index];
                return true;
            case string text when Number.Integer(key) is not null:
                var characters = CodePoints.Of(text);
                if (Slice.Index(key, characters.Length) is not { } at)
                    return false;
                value = characters[at];
                return true;
            default:
                return false;
        }
    }
}
