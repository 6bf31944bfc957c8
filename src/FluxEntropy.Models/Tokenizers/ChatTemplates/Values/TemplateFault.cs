namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What is wrong with a template, or with what it does to a conversation.</summary>
/// <param name="message">What, without the place.</param>
/// <param name="line">Line of the template, from 1; 0 where the one being rendered is meant.</param>
internal sealed class TemplateFault(string message, int line = 0) : Exception(message)
{
    public int Line => line;
}
