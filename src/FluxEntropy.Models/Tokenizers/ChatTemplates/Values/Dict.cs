using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>A dictionary in the order of insertion; a key is text or a number, and 1, 1.0 and true are one key.</summary>
internal sealed class Dict() : OrderedDictionary<object, object?>(SameKey.Instance)
{
    /// <summary>A value that may be a key.</summary>
    /// <exception cref="TemplateFault">It may not.</exception>
    public static object Key(object? value) =>
        value is string or bool or BigInteger or double
            ? value
            : throw new TemplateFault($"a key of a dictionary is {Kind.Of(value)}, expected a string or a number");

    private sealed class SameKey : IEqualityComparer<object>
    {
        public static SameKey Instance { get; } = new();

        bool IEqualityComparer<object>.Equals(object? x, object? y) => Equals(Plain(x!), Plain(y!));

        public int GetHashCode(object key) => Plain(key).GetHashCode();

        private static object Plain(object key) =>
            key switch
            {
                bool flag => flag ? BigInteger.One : BigInteger.Zero,
                double number when double.IsInteger(number) => new BigInteger(number),
                _ => key,
            };
    }
}
