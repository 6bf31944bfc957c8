namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>A function, a method of a value, or a macro.</summary>
internal interface ICallable
{
    object? Call(Arguments arguments, Budget budget);
}
