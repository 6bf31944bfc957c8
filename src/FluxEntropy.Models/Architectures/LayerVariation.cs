namespace FluxEntropy.Models.Architectures;

/// <summary>How some layers of a model differ from the others.</summary>
/// <param name="Layers">A character a layer, <c>1</c> where it differs and <c>0</c> where it does not.</param>
/// <param name="Window">How many keys a query of those layers sees; null for as many as in the others.</param>
/// <param name="Positions">How positions enter those layers; null for as they do the others.</param>
internal sealed record LayerVariation(string Layers, int? Window = null, PositionSpec? Positions = null)
{
    internal bool Holds(int layer) => Layers[layer] == '1';

    /// <summary>The variation of those of a number of layers that are picked; null where none is.</summary>
    internal static LayerVariation? Of(
        int layers,
        Func<int, bool> differs,
        int? window = null,
        PositionSpec? positions = null
    )
    {
        var which = string.Concat(Enumerable.Range(0, layers).Select(layer => differs(layer) ? '1' : '0'));
        return which.Contains('1', StringComparison.Ordinal) ? new(which, window, positions) : null;
    }
}
