using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>Which values are equal, and which is the smaller of two.</summary>
internal static class Same
{
    /// <summary>
    /// Whether two values are equal: numbers by their value whatever their kind, lists and dictionaries by what they hold.
    /// </summary>
    public static bool Equal(object? left, object? right, Budget budget)
    {
        budget.Enter();
        var equal = (left, right) switch
        {
            (string a, string b) => EqualTexts(a, b, budget),
            (Undefined, Undefined) => true,
            (Sequence a, Sequence b) => a.IsTuple == b.IsTuple && EqualItems(a, b, budget),
            (Dict a, Dict b) => EqualEntries(a, b, budget),
            _ => Number.Real(left) is not null && Number.Real(right) is not null
                ? Order(left, right, budget) == 0
                : Equals(left, right),
        };
        budget.Leave();
        return equal;
    }

    /// <summary>Negative, zero or positive as the left is smaller, equal or larger; null where one is no number (NaN).</summary>
    /// <exception cref="TemplateFault">They have no order.</exception>
    public static int? Order(object? left, object? right, Budget budget)
    {
        budget.Enter();
        var order = (left, right) switch
        {
            (string a, string b) => Texts(a, b, budget),
            (Sequence a, Sequence b) when a.IsTuple == b.IsTuple => Items(a, b, budget),
            (Undefined undefined, _) => throw undefined.Fault,
            (_, Undefined undefined) => throw undefined.Fault,
            _ => Numbers(left, right),
        };
        budget.Leave();
        return order;
    }

    private static bool EqualTexts(string left, string right, Budget budget)
    {
        budget.ChargeText(Math.Min(left.Length, right.Length));
        return left == right;
    }

    private static bool EqualItems(Sequence left, Sequence right, Budget budget) =>
        left.Items.Count == right.Items.Count
        && left.Items.Zip(right.Items).All(pair => Equal(pair.First, pair.Second, budget));

    private static bool EqualEntries(Dict left, Dict right, Budget budget) =>
        left.Count == right.Count
        && left.All(entry => right.TryGetValue(entry.Key, out var other) && Equal(entry.Value, other, budget));

    // By code points: in UTF-16 surrogates stand before the last of the 65,536.
    private static int Texts(string left, string right, Budget budget)
    {
        budget.ChargeText(Math.Min(left.Length, right.Length));
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
            return left.Length - right.Length;
        return Rank(left[at]) - Rank(right[at]);

        static int Rank(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
    }

    private static int? Items(Sequence left, Sequence right, Budget budget)
    {
        foreach (var (first, second) in left.Items.Zip(right.Items))
        {
            if (!Equal(first, second, budget))
                return Order(first, second, budget);
        }

        return left.Items.Count - right.Items.Count;
    }

    private static int? Numbers(object? left, object? right)
    {
        if (Number.Integer(left) is { } a && Number.Integer(right) is { } b)
            return a.CompareTo(b);
        if (Number.Real(left) is not { } x || Number.Real(right) is not { } y)
            throw new TemplateFault($"{Kind.Of(left)} and {Kind.Of(right)} have no order");
        if (double.IsNaN(x) || double.IsNaN(y))
            return null;
        return Exact(left) is { } exact && Exact(right) is { } other ? exact.CompareTo(other) : x.CompareTo(y);

        static BigInteger? Exact(object? value) =>
            value is double real
                ? double.IsInteger(real)
                    ? new BigInteger(real)
                    : null
                : Number.Integer(value);
    }
}
