namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Rendering;

/// <summary>The variables of a block, over those of the block that it stands in.</summary>
internal sealed class Scope(Scope? outer = null)
{
    private readonly Dictionary<string, object?> _variables = [];

    /// <summary>Finds a variable here, or in the nearest scope around that has it.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(name, out value))
                return true;
        }

        value = null;
        return false;
    }

    /// <summary>Sets a variable here; scopes around keep their own.</summary>
    public void Set(string name, object? value) => _variables[name] = value;

    private Scope? Outer => outer;
}
