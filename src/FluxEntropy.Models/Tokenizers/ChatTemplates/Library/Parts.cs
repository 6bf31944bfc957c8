using System.Globalization;
using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>What the argument <c>attribute</c> of filters means: a member, one inside another (<c>a.b</c>), or an index.</summary>
internal static class Parts
{
    /// <summary>Gives that part of an item; the item itself where no part is named.</summary>
    /// <param name="attribute">A string, an integer, or none.</param>
    /// <param name="otherwise">What stands for a part that is undefined; none for undefined itself.</param>
    public static Func<object?, object?> Of(object? attribute, object? otherwise = null)
    {
        if (attribute is null)
            return item => item;
        object[] path = attribute switch
        {
            string text => [.. text.Split('.').Select(Step)],
            BigInteger index => [index],
            _ => throw new TemplateFault($"an attribute is {Kind.Of(attribute)}, expected a string or an integer"),
        };
        return item =>
        {
            var part = path.Aggregate(item, (value, step) => Members.Item(value, step));
            return part is Undefined && otherwise is not null ? otherwise : part;
        };
    }

    /// <summary>Texts in lower case, so that they compare without regard to it.</summary>
    public static Func<object?, object?> Key(Bound options)
    {
        var part = Of(options.Get("attribute", null));
        return options.Flag("case_sensitive", otherwise: false)
            ? part
            : item => part(item) is string text ? Letters.Lower(text) : part(item);
    }

    private static object Step(string step) =>
        step.Length > 0 && step.All(char.IsAsciiDigit) ? BigInteger.Parse(step, CultureInfo.InvariantCulture) : step;
}
