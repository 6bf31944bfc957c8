using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>What <c>cycler(a, b)</c> makes: gives its items in turn.</summary>
internal sealed class Cycler : IMembers
{
    private readonly IReadOnlyList<object?> _items;
    private int _at;

    public Cycler(IReadOnlyList<object?> items) =>
        _items = items.Count > 0 ? items : throw new TemplateFault("cycler is given no items");

    public bool TryGet(string name, out object? value)
    {
        value = name switch
        {
            "next" => new Function((_, _) => _items[_at++ % _items.Count]),
            "reset" => new Function(
                (_, _) =>
                {
                    _at = 0;
                    return null;
                }
            ),
            "current" => _items[_at % _items.Count],
            _ => null,
        };
        return name is "next" or "reset" or "current";
    }
}
