using System.Numerics;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>The arguments of a call by their parameters.</summary>
/// <param name="function">What is called.</param>
/// <param name="given">The arguments.</param>
internal sealed class Bound(string function, IReadOnlyDictionary<string, object?> given)
{
    public bool Has(string name) => given.ContainsKey(name);

    public object? Get(string name) =>
        given.TryGetValue(name, out var value) ? value : throw new TemplateFault($"{function} needs \"{name}\"");

    public object? Get(string name, object? otherwise) => given.TryGetValue(name, out var value) ? value : otherwise;

    public string Text(string name) => Get(name) as string ?? throw Wrong(name, "a string");

    public string Text(string name, string otherwise) => Has(name) ? Text(name) : otherwise;

    /// <summary>A string; null where it is absent or none.</summary>
    public string? TextOrNull(string name) => Get(name, null) is null ? null : Text(name);

    public bool Flag(string name, bool otherwise) => Has(name) ? Truth.Of(Get(name)) : otherwise;

    /// <summary>An integer; one too large for any count or index is refused.</summary>
    public int Integer(string name) =>
        Get(name) switch
        {
            bool flag => flag ? 1 : 0,
            BigInteger number when number >= int.MinValue && number <= int.MaxValue => (int)number,
            _ => throw Wrong(name, "an integer"),
        };

    public int Integer(string name, int otherwise) => Has(name) ? Integer(name) : otherwise;

    private TemplateFault Wrong(string name, string expected) =>
        new($"{function} is given {Kind.Of(Get(name))} for \"{name}\", expected {expected}");
}
