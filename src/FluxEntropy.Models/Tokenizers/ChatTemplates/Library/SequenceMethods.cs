using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>The methods of lists and tuples that change nothing.</summary>
internal static class SequenceMethods
{
    /// <summary>A method; null where it is none that is known.</summary>
    public static ICallable? Of(Sequence sequence, string name) =>
        name switch
        {
            "count" => new Function(
                (given, budget) =>
                {
                    var value = given.Bind(name, "value").Get("value");
                    return (BigInteger)Items.Of(sequence, budget).Count(item => Same.Equal(item, value, budget));
                }
            ),
            "index" => new Function(
                (given, budget) =>
                {
                    var value = given.Bind(name, "value").Get("value");
                    var index = Items.Of(sequence, budget).ToList().FindIndex(item => Same.Equal(item, value, budget));
                    return index >= 0
                        ? (BigInteger)index
                        : throw new TemplateFault($"index: {Kind.Of(sequence)} does not hold the value");
                }
            ),
            "copy" => new Function((given, _) => sequence),
            _ => null,
        };
}
