using System.Numerics;
using FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Library;

/// <summary>Parts of lists and texts, counted from the start, or with negative numbers from the end.</summary>
internal static class Slice
{
    /// <summary>Which of so many items a key means; null where it means none.</summary>
    public static int? Index(object? key, int count)
    {
        if (Number.Integer(key) is not { } index)
            return null;
        index = index < 0 ? index + count : index;
        return index >= 0 && index < count ? (int)index : null;
    }

    /// <summary><c>target[start:stop:step]</c></summary>
    /// <exception cref="TemplateFault">The target has no parts, or a bound is no integer.</exception>
    public static object? Of(object? target, object? start, object? stop, object? step, Budget budget)
    {
        switch (target)
        {
            case string text:
                var characters = Items.Of(text, budget);
                return string.Concat(Indices(characters.Count, start, stop, step).Select(i => (string)characters[i]!));
            case Sequence sequence:
                budget.Charge(sequence.Items.Count);
                var items = Indices(sequence.Items.Count, start, stop, step).Select(i => sequence.Items[i]);
                return sequence with { Items = [.. items] };
            case Undefined undefined:
                throw undefined.Fault;
            default:
                throw new TemplateFault($"{Kind.Of(target)} has no slices");
        }
    }

    private static IEnumerable<int> Indices(int count, object? start, object? stop, object? step)
    {
        var by = Bound(step) ?? BigInteger.One;
        if (by.IsZero)
            throw new TemplateFault("a slice has the step 0");
        var (low, high) = by.Sign > 0 ? (0, count) : (-1, count - 1);
        var from = Clamped(Bound(start), by.Sign > 0 ? low : high);
        var to = Clamped(Bound(stop), by.Sign > 0 ? high : low);
        var stride = (int)BigInteger.Clamp(by, -count - 1, count + 1);
        return Count();

        int Clamped(BigInteger? bound, int otherwise) =>
            bound is { } given ? (int)BigInteger.Clamp(given < 0 ? given + count : given, low, high) : otherwise;

        IEnumerable<int> Count()
        {
            for (var i = from; stride > 0 ? i < to : i > to; i += stride)
                yield return i;
        }
    }

    private static BigInteger? Bound(object? value) =>
        value is null
            ? null
            : Number.Integer(value)
                ?? throw new TemplateFault($"a slice is bounded by {Kind.Of(value)}, expected an integer");
}
