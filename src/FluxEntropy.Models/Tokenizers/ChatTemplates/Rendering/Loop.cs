using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>The variable <c>loop</c>: where a loop is.</summary>
/// <param name="items">What is iterated over.</param>
internal sealed class Loop(IReadOnlyList<object?> items) : IMembers
{
    private object? _changed = new Undefined("a value that is not there yet");

    /// <summary>Index of the current item.</summary>
    public int At { get; set; }

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "index" => (BigInteger)(At + 1),
            "index0" => (BigInteger)At,
            "revindex" => (BigInteger)(items.Count - At),
            "revindex0" => (BigInteger)(items.Count - At - 1),
            "first" => At == 0,
            "last" => At == items.Count - 1,
            "length" => (BigInteger)items.Count,
            "previtem" => At > 0 ? items[At - 1] : new Undefined("the item before the first"),
            "nextitem" => At < items.Count - 1 ? items[At + 1] : new Undefined("the item after the last"),
            "depth" => BigInteger.One, // of recursion, and not of loops in loops
            "depth0" => BigInteger.Zero,
            "cycle" => new Function(Cycle),
            "changed" => new Function((given, budget) => Changed(given, budget)),
            _ => this,
        };
        return !ReferenceEquals(value, this);
    }

    private object? Cycle(Arguments given, Budget budget) =>
        given.Positional.Count > 0
            ? given.Positional[At % given.Positional.Count]
            : throw new TemplateFault("loop.cycle is given no items");

    private bool Changed(Arguments given, Budget budget)
    {
        var values = new Sequence(given.Positional, IsTuple: true);
        var changed = !Same.Equal(_changed, values, budget);
        _changed = values;
        return changed;
    }
}
