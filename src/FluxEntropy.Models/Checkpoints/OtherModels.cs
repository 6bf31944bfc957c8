namespace FluxEntropy.Models.Checkpoints;

/// <summary>Models in forms that are not read, called by their names.</summary>
internal static class OtherModels
{
    private const string Adapter = "adapter_config.json";

    /// <summary>Refuses a path that is a model of another form.</summary>
    /// <exception cref="InvalidDataException">It is; the message says which, and what to do.</exception>
    public static void Refuse(string path)
    {
        if (IsGguf(path))
            throw new InvalidDataException(
                $"{path}: is a model in GGUF; give the Hugging Face folder with safetensors that it was made from"
            );
        if (!Directory.Exists(path) || File.Exists(Path.Combine(path, "config.json")))
            return;
        if (File.Exists(Path.Combine(path, Adapter)))
            throw new InvalidDataException(
                $"{path}: is a LoRA adapter ({Adapter}) and no whole model; merge it into its base model first, "
                    + "for example with merge_and_unload of peft"
            );
        if (Directory.EnumerateFiles(path, "*.gguf").Order(StringComparer.Ordinal).FirstOrDefault() is { } gguf)
            throw new InvalidDataException(
                $"{path}: holds a model in GGUF ({Path.GetFileName(gguf)}); give the Hugging Face folder with "
                    + "safetensors that it was made from"
            );
    }

    private static bool IsGguf(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        var magic = new byte[4];
        return file.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic.AsSpan().SequenceEqual("GGUF"u8);
    }
}
