namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What <c>namespace()</c> makes: the one object whose members a template may set.</summary>
internal sealed class Namespace : IMembers
{
    private readonly Dictionary<string, object?> _members = [];

    public bool TryGet(string name, out object? value) => _members.TryGetValue(name, out value);

    public void Set(string name, object? value) => _members[name] = value;
}
