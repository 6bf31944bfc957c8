namespace FluxEntropy.Orderings;

/// <summary>A document's place in an ordering: ascending by value, ties by (shard, row), so that no two documents are equal.</summary>
/// <param name="Value">The metric's value; never NaN, because a document without a value is unranked.</param>
/// <param name="Shard">Shard of the document.</param>
/// <param name="Row">Row in the shard.</param>
/// <param name="Tokens">Tokens of the whole document under the profile's tokenizer.</param>
public readonly record struct OrderingEntry(float Value, int Shard, int Row, int Tokens) : IComparable<OrderingEntry>
{
    /// <inheritdoc/>
    public int CompareTo(OrderingEntry other)
    {
        var byValue = Value.CompareTo(other.Value);
        if (byValue != 0)
            return byValue;
        var byShard = Shard.CompareTo(other.Shard);
        return byShard != 0 ? byShard : Row.CompareTo(other.Row);
    }

    public static bool operator <(OrderingEntry left, OrderingEntry right) => left.CompareTo(right) < 0;

    public static bool operator >(OrderingEntry left, OrderingEntry right) => left.CompareTo(right) > 0;

    public static bool operator <=(OrderingEntry left, OrderingEntry right) => left.CompareTo(right) <= 0;

    public static bool operator >=(OrderingEntry left, OrderingEntry right) => left.CompareTo(right) >= 0;
}
