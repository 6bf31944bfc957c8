namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>What a call hands over.</summary>
/// <param name="Positional">In order.</param>
/// <param name="Named">By name.</param>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    /// <summary>None.</summary>
    public static Arguments None { get; } = new([], new Dictionary<string, object?>());

    /// <summary>The same without the first of those in order.</summary>
    public Arguments Rest(int count = 1) => this with { Positional = [.. Positional.Skip(count)] };

    /// <summary>Gives each parameter its argument.</summary>
    /// <param name="function">What is called, for messages.</param>
    /// <param name="parameters">Names of its parameters.</param>
    /// <exception cref="TemplateFault">There are too many arguments, or one of another name.</exception>
    public Bound Bind(string function, params string[] parameters)
    {
        if (Positional.Count > parameters.Length)
            throw new TemplateFault(
                $"{function} takes at most {parameters.Length} argument{(parameters.Length == 1 ? "" : "s")}, not {Positional.Count}"
            );
        var given = new Dictionary<string, object?>();
        for (var i = 0; i < Positional.Count; i++)
            given[parameters[i]] = Positional[i];
        foreach (var (name, value) in Named)
        {
            if (!parameters.Contains(name))
                throw new TemplateFault($"{function} takes no argument \"{name}\"");
            if (!given.TryAdd(name, value))
                throw new TemplateFault($"{function} is given \"{name}\" twice");
        }

        return new(function, given);
    }
}
