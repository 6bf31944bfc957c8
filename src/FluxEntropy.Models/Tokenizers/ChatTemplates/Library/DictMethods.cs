using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>The methods of dictionaries that change nothing.</summary>
internal static class DictMethods
{
    /// <summary>A method; null where it is none that is known.</summary>
    public static ICallable? Of(Dict dict, string name) =>
        name switch
        {
            "get" => new Function(
                (given, _) =>
                {
                    var bound = given.Bind(name, "key", "default");
                    var otherwise = bound.Get("default", null);
                    return bound.Get("key") is { } key && dict.TryGetValue(Dict.Key(key), out var value)
                        ? value
                        : otherwise;
                }
            ),
            "items" => Listing(dict, () => Entries(dict)),
            "keys" => Listing(dict, () => dict.Keys),
            "values" => Listing(dict, () => dict.Values),
            "copy" => new Function((_, _) => dict),
            _ => null,
        };

    /// <summary>Each key with its value.</summary>
    public static IEnumerable<object?> Entries(Dict dict) =>
        dict.Select(entry => Sequence.Tuple(entry.Key, entry.Value));

    private static Function Listing(Dict dict, Func<IEnumerable<object?>> list) =>
        new(
            (_, budget) =>
            {
                budget.Charge(dict.Count);
                return new Sequence([.. list()]);
            }
        );
}
