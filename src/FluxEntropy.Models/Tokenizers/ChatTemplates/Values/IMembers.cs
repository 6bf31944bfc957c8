namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>An object with members of its own, such as <c>loop</c>.</summary>
internal interface IMembers
{
    /// <summary>A member of that name.</summary>
    bool TryGet(string name, out object? value);
}
