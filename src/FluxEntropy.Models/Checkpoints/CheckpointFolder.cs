using System.IO.Hashing;
using System.Runtime.InteropServices;
using FluxEntropy.Models.ModelFiles;
using Microsoft.Win32.SafeHandles;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>
/// The weights of a Hugging Face folder: one model.safetensors, or shards that model.safetensors.index.json lists.
/// Opening checks headers, names and shapes against config.json; only then may weights be read, streamed through a small
/// buffer, so that loading takes little more than the weights themselves.
/// </summary>
internal sealed class CheckpointFolder : IWeightSource
{
    private const string SingleFile = "model.safetensors";
    private const string IndexFile = "model.safetensors.index.json";
    private const int ChunkBytes = 1 << 20;

    /// <summary>An index has about a hundred bytes a tensor.</summary>
    private const int MostIndexBytes = 1 << 24;

    private readonly Dictionary<string, (string File, StoredTensor Tensor)> _tensors = [];
    private readonly string _folder;

    private CheckpointFolder(string folder, ModelConfig config) => (_folder, Config) = (folder, config);

    public ModelConfig Config { get; }

    /// <exception cref="InvalidDataException">The folder is not a model that can be loaded; the message names file and field.</exception>
    internal static CheckpointFolder Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidDataException($"{folder}: no such folder; expected a Hugging Face model folder");
        var checkpoint = new CheckpointFolder(folder, ModelConfigFile.Read(folder));
        checkpoint.ReadHeaders();
        checkpoint.CheckAgainstConfig();
        return checkpoint;
    }

    /// <summary>XXH128 of config.json and all weight files with their names, 32 hexadecimal digits.</summary>
    internal string Hash()
    {
        var hash = new XxHash128();
        var files = _tensors.Values.Select(t => t.File).Distinct().Order(StringComparer.Ordinal);
        foreach (var file in files.Prepend(Path.Combine(_folder, ModelConfigFile.Name)))
        {
            hash.Append(System.Text.Encoding.UTF8.GetBytes(Path.GetFileName(file) + "\0"));
            using var stream = File.OpenRead(file);
            hash.Append(stream);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>Reads numbers of a tensor as float32; bf16 and f16 are widened exactly.</summary>
    public void Read(string name, Span<float> destination, long first = 0)
    {
        var (file, tensor) = _tensors[name];
        if (first < 0 || destination.Length > tensor.Elements - first)
            throw new ArgumentException(
                $"{name} has {tensor.Elements} numbers, not {destination.Length} from {first} on",
                nameof(destination)
            );
        using var handle = File.OpenHandle(file, options: FileOptions.SequentialScan);
        if (tensor.Type is StoredType.Float32)
        {
            ReadFully(handle, MemoryMarshal.AsBytes(destination), tensor.Offset + first * sizeof(float), file);
            return;
        }

        var chunk = new ushort[Math.Min(destination.Length, ChunkBytes / sizeof(ushort))];
        for (var done = 0; done < destination.Length; )
        {
            var part = chunk.AsSpan(0, Math.Min(chunk.Length, destination.Length - done));
            ReadFully(handle, MemoryMarshal.AsBytes(part), tensor.Offset + (first + done) * sizeof(ushort), file);
            Widen(part, destination.Slice(done, part.Length), tensor.Type);
            done += part.Length;
        }
    }

    private static void Widen(ReadOnlySpan<ushort> source, Span<float> destination, StoredType type)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] =
                type is StoredType.BFloat16
                    ? BitConverter.UInt32BitsToSingle((uint)source[i] << 16)
                    : (float)BitConverter.UInt16BitsToHalf(source[i]);
        }
    }

    private static void ReadFully(SafeFileHandle handle, Span<byte> destination, long offset, string file)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(handle, destination[..Math.Min(destination.Length, 1 << 26)], offset);
            if (read == 0)
                throw new InvalidDataException(
                    $"{file}: ends at byte {offset}, within a tensor; the file changed while it was read"
                );
            destination = destination[read..];
            offset += read;
        }
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
            if (!_tensors.TryAdd(Canonical(name), (file, tensor)))
                throw new InvalidDataException(
                    $"{file}: tensor {Excerpt.Of(name)} is also in {_tensors[Canonical(name)].File}"
                );
        }
    }

    private void AddShards(string index)
    {
        var shards = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (name, place) in JsonFile.Read(index, MostIndexBytes).Get("weight_map").Members())
        {
            var shard = place.Text();
            if (shard.Length == 0 || shard is "." or ".." || shard.AsSpan().ContainsAny('/', '\\', '\0'))
                throw place.Bad($"is {place.Shown}, expected the name of a file beside the index");
            if (!shards.TryGetValue(shard, out var names))
                shards[shard] = names = [];
            names.Add(name);
        }

        foreach (var (shard, names) in shards)
        {
            var file = Path.Combine(_folder, shard);
            if (!Path.Exists(file))
                throw new InvalidDataException(
                    $"{Excerpt.Of(file)}: missing, but {IndexFile} places {names.Count} tensors there ({Excerpt.Of(names[0])} first)"
                );
            Add(file);
            if (
                names.Find(name => !_tensors.TryGetValue(Canonical(name), out var found) || found.File != file) is
                { } absent
            )
                throw new InvalidDataException(
                    $"{file}: has no tensor {Excerpt.Of(absent)}, which {IndexFile} places there"
                );
        }
    }

    /// <summary>gpt2 checkpoints come with and without the prefix of the class that wrapped the model.</summary>
    private string Canonical(string name) =>
        Config.Architecture is Architecture.Gpt2
        && name != WeightNames.Head
        && !name.StartsWith("transformer.", StringComparison.Ordinal)
            ? "transformer." + name
            : name;

    private void CheckAgainstConfig()
    {
        // One by one: what config.json asks for is bounded only by what the files have.
        var expected = new HashSet<string>();
        foreach (var (name, shape) in WeightNames.Of(Config))
        {
            if (!_tensors.TryGetValue(name, out var found))
                throw new InvalidDataException(
                    $"{_folder}: tensor {name} is missing; config.json asks for it with shape {Excerpt.Of(shape)}"
                );
            if (found.Tensor.Type is StoredType.Other)
                throw new InvalidDataException(
                    $"{found.File}: tensor {name} is not stored as F32, BF16 or F16; quantised and integer weights are not supported"
                );
            if (!found.Tensor.Shape.AsSpan().SequenceEqual(shape))
                throw new InvalidDataException(
                    $"{found.File}: tensor {name} has shape {Excerpt.Of(found.Tensor.Shape)}, config.json asks for {Excerpt.Of(shape)}"
                );
            if (found.Tensor.Elements > Array.MaxLength)
                throw new InvalidDataException(
                    $"{found.File}: tensor {name} has {found.Tensor.Elements} numbers; at most {Array.MaxLength} can be held"
                );
            expected.Add(name);
        }

        if (_tensors.Keys.FirstOrDefault(name => !expected.Contains(name) && !IsBuffer(name)) is { } surplus)
            throw new InvalidDataException(
                $"{_tensors[surplus].File}: tensor {Excerpt.Of(surplus)} is unexpected: a {Config.Architecture.ToString().ToLowerInvariant()} of this config.json has none"
            );
    }

    /// <summary>What older exporters saved beside the weights and every loader computes itself.</summary>
    private bool IsBuffer(string name) =>
        name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal)
        || name.EndsWith(".attn.bias", StringComparison.Ordinal)
        || name.EndsWith(".attn.masked_bias", StringComparison.Ordinal)
        || (Config.TiedHead && name == WeightNames.Head);
}
