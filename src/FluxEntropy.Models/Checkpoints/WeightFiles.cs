using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.ModelFiles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>A tensor and the file that it is in.</summary>
internal sealed record TensorPlace(string File, StoredTensor Tensor);

/// <summary>
/// The tensors of a folder: of one model.safetensors, or of the shards that model.safetensors.index.json lists.
/// </summary>
internal sealed class WeightFiles
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";

    /// <summary>An index has about a hundred bytes a tensor.</summary>
    private const int MaxIndexBytes = 1 << 24;

    private readonly Dictionary<string, TensorPlace> _tensors = [];
    private readonly string _folder;
    private readonly IModelFamily _family;

    private WeightFiles(string folder, IModelFamily family) => (_folder, _family) = (folder, family);

    /// <returns>Tensors by the names that <paramref name="family"/> has for them.</returns>
    /// <exception cref="InvalidDataException">
    /// A file is missing or breaks a rule of its format; the message names it.
    /// </exception>
    internal static IReadOnlyDictionary<string, TensorPlace> Find(string folder, IModelFamily family)
    {
        var files = new WeightFiles(folder, family);
        files.ReadHeaders();
        return files._tensors;
    }

    private void ReadHeaders()
    {
        var single = Path.Combine(_folder, SingleFile);
        var index = Path.Combine(_folder, IndexFile);
        if (Path.Exists(single))
            Add(single);
        else if (Path.Exists(index))
            AddShards(index);
        else
            throw new InvalidDataException(
                $"{single}: missing, and so is {IndexFile}; the folder has no safetensors weights{OtherWeights()}"
            );
    }

    private string OtherWeights() =>
        Directory
            .EnumerateFiles(_folder)
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault(name => name!.EndsWith(".bin") || name.EndsWith(".pt") || name.EndsWith(".pth"))
            is { } other
            ? $" ({other} is pickled: convert it to safetensors)"
            : "";

    private void Add(string file)
    {
        foreach (var (name, tensor) in Safetensors.ReadHeader(file))
        {
            var canonical = _family.CanonicalName(name);
            if (!_tensors.TryAdd(canonical, new TensorPlace(file, tensor)))
                throw new InvalidDataException(
                    $"{file}: tensor {Excerpt.Of(name)} is also in {_tensors[canonical].File}"
                );
        }
    }

    private void AddShards(string index)
    {
        foreach (var (shard, names) in ReadIndex(index))
        {
            var file = Path.Combine(_folder, shard);
            if (!Path.Exists(file))
                throw new InvalidDataException(
                    $"{Excerpt.Of(file)}: missing, but {IndexFile} places {names.Count} tensors there ({Excerpt.Of(names[0])} first)"
                );
            Add(file);
            if (names.Find(name => !IsIn(name, file)) is { } absent)
                throw new InvalidDataException(
                    $"{file}: has no tensor {Excerpt.Of(absent)}, which {IndexFile} places there"
                );
        }
    }

    private bool IsIn(string name, string file) =>
        _tensors.TryGetValue(_family.CanonicalName(name), out var place) && place.File == file;

    /// <summary>The names of tensors by shard.</summary>
    private static SortedDictionary<string, List<string>> ReadIndex(string index)
    {
        var shards = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, place) in JsonFile.Read(index, MaxIndexBytes).Get("weight_map").Members())
        {
            var shard = place.Text();
            if (shard.Length == 0 || shard is "." or ".." || shard.AsSpan().ContainsAny('/', '\\', '\0'))
                throw place.Bad($"is {place.Shown}, expected the name of a file beside the index");
            if (!shards.TryGetValue(shard, out var names))
                shards[shard] = names = [];
            names.Add(name);
        }

        return shards;
    }
}
