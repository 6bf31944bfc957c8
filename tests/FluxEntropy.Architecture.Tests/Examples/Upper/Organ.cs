using FluxEntropy.Architecture.Tests.Examples.Lower;

namespace FluxEntropy.Architecture.Tests.Examples.Upper;

/// <summary>An example: it looks down.</summary>
internal sealed class Organ(Cell first)
{
    public Cell First => first;
}
