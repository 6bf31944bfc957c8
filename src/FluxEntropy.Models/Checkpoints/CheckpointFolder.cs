using System.IO.Hashing;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>
/// A Hugging Face folder: config.json and safetensors. Opening checks names and shapes against config.json; only then
/// may
/// weights be read, streamed through a small buffer, so that loading takes little more than the weights themselves.
/// </summary>
internal sealed class CheckpointFolder : IWeightSource
{
    private readonly string _folder;
    private readonly IReadOnlyDictionary<string, TensorPlace> _tensors;

    private CheckpointFolder(string folder, TransformerSpec spec) =>
        (_folder, Spec, _tensors) = (folder, spec, WeightFiles.Find(folder, spec.Family));

    public TransformerSpec Spec { get; }

    /// <exception cref="InvalidDataException">
    /// The folder is not a model that can be loaded; the message names file and field.
    /// </exception>
    internal static CheckpointFolder Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{folder}: no such folder; expected a Hugging Face model folder");
        var checkpoint = new CheckpointFolder(folder, ConfigFile.Read(folder));
        checkpoint.CheckAgainstConfig();
        return checkpoint;
    }

    /// <summary>XXH128 of config.json and all weight files with their names, 32 hexadecimal digits.</summary>
    internal string Hash()
    {
        var hash = new XxHash128();
        var files = _tensors.Values.Select(place => place.File).Distinct().Order(StringComparer.Ordinal);
        foreach (var file in files.Prepend(Path.Combine(_folder, ConfigFile.Name)))
        {
            hash.Append(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\0"));
            using var stream = File.OpenRead(file);
            hash.Append(stream);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Reads numbers of a tensor as float32; bf16 and f16 are widened exactly.</summary>
    public void Read(string name, Span<float> destination, long first = 0) =>
        TensorReader.Read(_tensors[name], destination, first);

    private void CheckAgainstConfig()
    {
        // One by one: what config.json asks for is bounded only by what the files have.
        var expected = new HashSet<string>();
        foreach (var tensor in Spec.Tensors())
        {
            Check(tensor);
            expected.Add(tensor.Name);
        }

        if (_tensors.Keys.FirstOrDefault(name => !expected.Contains(name) && !IsIgnored(name)) is { } surplus)
            throw new InvalidDataException(
                $"{_tensors[surplus].File}: tensor {Excerpt.Of(surplus)} is unexpected: "
                    + $"a {Spec.Family.Name} of this config.json has none"
            );
    }

    private void Check(TensorSpec expected)
    {
        if (!_tensors.TryGetValue(expected.Name, out var place))
            throw new InvalidDataException(
                $"{_folder}: tensor {expected.Name} is missing; config.json asks for it with shape {Excerpt.Of(expected.Shape)}"
            );
        if (place.Tensor.Type is StoredType.Other)
            throw Bad("is not stored as F32, BF16 or F16; quantised and integer weights are not supported");
        if (!place.Tensor.Shape.AsSpan().SequenceEqual(expected.Shape))
            throw Bad($"has shape {Excerpt.Of(place.Tensor.Shape)}, config.json asks for {Excerpt.Of(expected.Shape)}");
        if (place.Tensor.Elements > Array.MaxLength)
            throw Bad($"has {place.Tensor.Elements} numbers; at most {Array.MaxLength} can be held");

        InvalidDataException Bad(string what) => new($"{place.File}: tensor {expected.Name} {what}");
    }

    private bool IsIgnored(string name) => Spec.Family.IsIgnored(name) || (Spec.TiedHead && name == Spec.HeadName);
}
