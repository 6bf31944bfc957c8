using System.Text.Json;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Families;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Reads and writes config.json, whose fields are the family's.</summary>
internal static class ConfigFile
{
    internal const string Name = "config.json";

    /// <summary>Configurations are a few kilobytes; some list a name for each of many labels.</summary>
    private const int MaxBytes = 1 << 24;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <exception cref="InvalidDataException">
    /// The file is missing, is not JSON, or asks for something not supported; the message names the field.
    /// </exception>
    internal static TransformerSpec Read(string folder)
    {
        var config = Open(folder);
        if (config.Find("quantization_config") is { } quantization)
            throw quantization.Bad("is set; quantised weights are not supported");
        var type = config.Get("model_type");
        var name = type.Text();
        return ModelFamilies.All.FirstOrDefault(family => family.Name == name) is { } known
            ? known.Read(config)
            : throw type.Bad($"is {type.Shown}, expected {ModelFamilies.Names(ModelFamilies.All)}");
    }

    /// <summary>The fields of a folder's config.json.</summary>
    /// <exception cref="InvalidDataException">The file is missing or no JSON object.</exception>
    internal static JsonField Open(string folder)
    {
        var file = Path.Combine(folder, Name);
        return Path.Exists(file)
            ? JsonFile.Read(file, MaxBytes)
            : throw new InvalidDataException(
                $"{file}: missing; expected a Hugging Face model folder with config.json, *.safetensors and a tokenizer"
            );
    }

    /// <summary>Writes config.json as Hugging Face's classes read it.</summary>
    /// <param name="file">File to write; an existing one is replaced.</param>
    /// <param name="spec">A model of a family that can be trained.</param>
    /// <param name="bosToken">The token that begins and ends a text; null for none.</param>
    internal static void Write(string file, TransformerSpec spec, int? bosToken)
    {
        var json = ((ITrainableFamily)spec.Family).Write(spec);
        json["bos_token_id"] = bosToken;
        json["eos_token_id"] = bosToken;
        json["tie_word_embeddings"] = spec.TiedHead;
        json["torch_dtype"] = "float32";
        File.WriteAllText(file, json.ToJsonString(Indented) + "\n");
    }
}
