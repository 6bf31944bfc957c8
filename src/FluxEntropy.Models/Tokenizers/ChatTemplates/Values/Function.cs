namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>A function of this program.</summary>
internal sealed class Function(Func<Arguments, Budget, object?> body) : ICallable
{
    public object? Call(Arguments arguments, Budget budget) => body(arguments, budget);
}
