using FluxEntropy.Architecture.Tests.Examples.Upper;

namespace FluxEntropy.Architecture.Tests.Examples.Lower;

/// <summary>An example of what the tests must find: it looks up, in the code of a method only.</summary>
internal sealed class Cell
{
    public const string Extension = ".cell";

    public static object Make() => new List<Organ[]>();
}
