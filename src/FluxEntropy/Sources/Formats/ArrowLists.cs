using Apache.Arrow;
using Apache.Arrow.Types;

namespace FluxEntropy.Sources.Formats;

/// <summary>Arrays whose values are lists.</summary>
internal static class ArrowLists
{
    /// <summary>What the lists of a type hold; null for any other type.</summary>
    public static IArrowType? ElementOf(IArrowType type) =>
        type switch
        {
            ListType list => list.ValueDataType,
            LargeListType list => list.ValueDataType,
            _ => null,
        };

    /// <summary>The array that the elements of a row lie in, and where.</summary>
    public static (IArrowArray Values, int First, int Count) Row(IArrowArray lists, int row) =>
        lists switch
        {
            ListArray list => (list.Values, list.ValueOffsets[row], list.GetValueLength(row)),
            LargeListArray list => (list.Values, checked((int)list.ValueOffsets[row]), list.GetValueLength(row)),
            _ => throw new InvalidDataException($"{lists.Data.DataType.Name} in place of a list"),
        };
}
