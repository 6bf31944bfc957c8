using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Training;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Scoring;

/// <summary>The plain ways: full logits, and a log-softmax in float64.</summary>
internal static class DirectForward
{
    internal static float[] Entropies(string folder, int[] ids)
    {
        var checkpoint = CheckpointFolder.Open(folder);
        using var noGradients = torch.no_grad();
        using var temporaries = torch.NewDisposeScope();
        using var generator = new torch.Generator(0);
        using var model = new TrainableTransformer(checkpoint.Spec, generator, torch.CPU);
        model.Read(checkpoint);
        var input = torch.tensor(ids.Select(id => (long)id).ToArray(), 1, ids.Length);
        var logs = torch.nn.functional.log_softmax(model.Forward(input).to(torch.float64), -1);
        return [.. (logs.exp() * logs).sum(-1).neg().data<double>().Select(value => (float)value)];
    }

    /// <summary>Logits of the scoring model, all texts in one packed batch, row after row.</summary>
    internal static float[] Logits(string folder, int[][] texts)
    {
        using var inference = torch.inference_mode();
        using var temporaries = torch.NewDisposeScope();
        using var weights = TransformerWeights.Load(CheckpointFolder.Open(folder), torch.CPU, torch.float32);
        var kernels = new CpuKernels();
        using var transformer = new Transformer(weights, kernels);
        var states = transformer.Forward(new PackedBatch([.. texts.Select(ids => (ReadOnlyMemory<int>)ids)]));
        var logits = torch.empty(states.shape[0], weights.Head.Outputs);
        kernels.Project(states, weights.Head, logits, accumulate: false);
        return TensorMemory.Floats(logits).ToArray();
    }
}
