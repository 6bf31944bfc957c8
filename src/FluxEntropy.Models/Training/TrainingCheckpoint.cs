using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Storage;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training;

/// <summary>
/// A training state in a folder: config.json and model.safetensors as Hugging Face lays them out, optimizer.bin as
/// TorchSharp
/// writes it, generator.bin with the random state's bytes.
/// </summary>
internal static class TrainingCheckpoint
{
    private const string Weights = "model.safetensors";
    private const string Optimizer = "optimizer.bin";
    private const string Random = "generator.bin";

    /// <summary>Files that only training needs.</summary>
    internal static IReadOnlyList<string> StateFiles { get; } = [Optimizer, Random];

    internal static void Save(
        string folder,
        TransformerSpec spec,
        TrainableTransformer model,
        AdamW optimizer,
        Generator generator
    )
    {
        ConfigFile.Write(Path.Combine(folder, ConfigFile.Name), spec, bosToken: null);
        FaultPoints.Reached("checkpoint.after-config");
        SafetensorsWriter.Write(
            Path.Combine(folder, Weights),
            [.. spec.Tensors().Select(tensor => (tensor, (ReadOnlyMemory<byte>)BytesOf(model.Weights[tensor.Name])))]
        );
        FaultPoints.Reached("checkpoint.after-weights");
        optimizer.save_state_dict(Path.Combine(folder, Optimizer));
        FaultPoints.Reached("checkpoint.after-optimizer");
        using var state = generator.get_state();
        File.WriteAllBytes(Path.Combine(folder, Random), state.bytes.ToArray());
    }

    private static byte[] BytesOf(Tensor weight)
    {
        using var detached = weight.detach();
        using var onHost = detached.cpu();
        return onHost.bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">
    /// A file is missing, or is of another model; the message names it.
    /// </exception>
    internal static void Load(
        string folder,
        TransformerSpec spec,
        TrainableTransformer model,
        AdamW optimizer,
        Generator generator
    )
    {
        var checkpoint = CheckpointFolder.Open(folder);
        if (checkpoint.Spec != spec)
            throw new InvalidDataException(
                $"{Path.Combine(folder, ConfigFile.Name)}: is of a {checkpoint.Spec}; expected the model in training, a {spec}"
            );
        foreach (var file in new[] { Optimizer, Random })
        {
            if (!File.Exists(Path.Combine(folder, file)))
                throw new InvalidDataException(
                    $"{Path.Combine(folder, file)}: missing; the folder is a model, not a training checkpoint"
                );
        }

        model.Read(checkpoint);
        try
        {
            optimizer.load_state_dict(Path.Combine(folder, Optimizer));
        }
        catch (Exception e)
            when (e is ArgumentException or InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InvalidDataException(
                $"{Path.Combine(folder, Optimizer)}: not the optimizer state of this model: {e.Message}",
                e
            );
        }

        var bytes = File.ReadAllBytes(Path.Combine(folder, Random));
        using var state = torch.tensor(bytes);
        generator.set_state(state);
    }
}
