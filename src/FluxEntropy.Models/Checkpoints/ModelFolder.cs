namespace FluxEntropy.Models.Checkpoints;

/// <summary>Finds the folder of a model that a user named.</summary>
public static class ModelFolder
{
    /// <summary>
    /// A folder as it is, or the newest snapshot of a Hugging Face id such as <c>HuggingFaceTB/SmolLM2-135M</c> in this
    /// machine's cache (HF_HUB_CACHE, else HF_HOME/hub, else ~/.cache/huggingface/hub). Nothing is downloaded.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// It is neither, or a model of another form, such as GGUF or a LoRA adapter; the message says which, or where was looked.
    /// </exception>
    public static string Resolve(string nameOrFolder) => Resolve(nameOrFolder, CacheFolder());

    internal static string Resolve(string nameOrFolder, string cache)
    {
        OtherModels.Refuse(nameOrFolder);
        if (Directory.Exists(nameOrFolder))
            return nameOrFolder;
        var parts = nameOrFolder.Split('/');
        if (
            parts.Length > 2
            || parts.Any(part => part.Length == 0 || part.StartsWith('.') || part != Path.GetFileName(part))
        )
            throw new InvalidDataException(
                $"{nameOrFolder}: no such folder; expected a model folder or a Hugging Face id such as HuggingFaceTB/SmolLM2-135M"
            );
        // The oldest models have no owner: gpt2.
        var repository = Path.Combine(cache, "models--" + string.Join("--", parts));
        var reference = Path.Combine(repository, "refs", "main");
        var snapshots = Path.Combine(repository, "snapshots");
        var snapshot = File.Exists(reference)
            ? Path.Combine(snapshots, Path.GetFileName(File.ReadAllText(reference).Trim()))
            : null;
        if (snapshot is not null && Directory.Exists(snapshot))
            return snapshot;
        throw new InvalidDataException(
            $"{nameOrFolder}: no such folder, and no snapshot of it in {cache}; "
                + $"download it first, for example with: hf download {nameOrFolder}"
        );
    }

    private static string CacheFolder()
    {
        if (Environment.GetEnvironmentVariable("HF_HUB_CACHE") is { Length: > 0 } hub)
            return hub;
        var home = Environment.GetEnvironmentVariable("HF_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface");
        return Path.Combine(home, "hub");
    }
}
