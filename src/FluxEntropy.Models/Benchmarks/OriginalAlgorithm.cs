using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Benchmarks;

/// <summary>
/// How the original project scored, in the same libtorch: batches of 8 in order, padded to 512, logits of every
/// position at
/// once, a log-softmax for the entropy and another for the varentropy.
/// </summary>
internal sealed class OriginalAlgorithm : IDisposable
{
    private const int Rows = 8;
    private readonly TrainableTransformer _model;

    internal OriginalAlgorithm(IWeightSource source)
    {
        using var generator = new Generator(0);
        _model = new TrainableTransformer(source.Spec, generator, CPU);
        _model.Read(source);
    }

    /// <summary>Mean entropy and varentropy of each text over all its positions.</summary>
    internal (double Entropy, double Varentropy)[] Score(int[][] texts) =>
        [.. texts.Chunk(Rows).SelectMany(ScoreBatch)];

    private (double Entropy, double Varentropy)[] ScoreBatch(int[][] texts)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var ids = zeros(texts.Length, BenchmarkTexts.Longest, int64);
        var mask = zeros(texts.Length, BenchmarkTexts.Longest);
        foreach (var (row, text) in texts.Index())
        {
            ids[row, ..text.Length] = torch.tensor(Array.ConvertAll(text, id => (long)id));
            mask[row, ..text.Length] = 1;
        }

        var logits = _model.Forward(ids);
        var entropy = Entropies(logits);
        var varentropy = Varentropies(logits, entropy);
        var counts = mask.sum(1);
        var meanEntropy = (entropy.view(mask.shape) * mask).sum(1) / counts;
        var meanVarentropy = (varentropy.view(mask.shape) * mask).sum(1) / counts;
        return
        [
            .. Enumerable
                .Range(0, texts.Length)
                .Select(row => ((double)meanEntropy[row].item<float>(), (double)meanVarentropy[row].item<float>())),
        ];
    }

    private static Tensor Entropies(Tensor logits)
    {
        using var temporaries = NewDisposeScope();
        var logs = nn.functional.log_softmax(logits, -1);
        return (logs.exp() * logs).sum(-1).neg().MoveToOuterDisposeScope();
    }

    private static Tensor Varentropies(Tensor logits, Tensor entropy)
    {
        using var temporaries = NewDisposeScope();
        var logs = nn.functional.log_softmax(logits, -1);
        return (logs.exp() * logs.Plus(entropy.unsqueeze(-1)).Squared()).sum(-1).MoveToOuterDisposeScope();
    }

    public void Dispose() => _model.Dispose();
}
