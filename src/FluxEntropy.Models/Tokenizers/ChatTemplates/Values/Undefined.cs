namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>A name or member that does not exist: "" as text, empty, false, and an error in anything else.</summary>
/// <param name="name">What was asked for.</param>
internal sealed class Undefined(string name)
{
    /// <summary>The error of whatever needs a value.</summary>
    public TemplateFault Fault => new($"{name} is undefined");
}
