namespace FluxEntropy.Engines;

/// <summary>A kind of model that can be trained from nothing, and its size where no other is asked for.</summary>
/// <param name="Architecture">Name of its family, such as <c>llama</c>.</param>
/// <param name="Layers">Transformer layers.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Hidden">Width of the residual stream.</param>
public sealed record TrainableModel(string Architecture, int Layers, int Heads, int Hidden)
{
    /// <summary>Names of models as a message lists them: <c>llama, qwen2 or gpt2</c>.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length == 1 ? all[0] : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }
}
