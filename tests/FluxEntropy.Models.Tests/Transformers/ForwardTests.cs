using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Benchmarks;
using FluxEntropy.Models.Families.Gpt2;
using FluxEntropy.Models.Families.Llama;
using FluxEntropy.Models.Kernels;
using FluxEntropy.Models.Kernels.Cpu;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Training;
using FluxEntropy.Models.Transformers;
using TorchSharp;

namespace FluxEntropy.Models.Tests.Transformers;

/// <summary>
/// The scoring model against the differentiable one, which is written in torch's own operations, for every geometry
/// that a family can have.
/// </summary>
public sealed class ForwardTests
{
    private static readonly LlamaConfig Llama = new()
    {
        Vocabulary = 61,
        Hidden = 24,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 4,
        HeadSize = 6,
        Intermediate = 40,
        Context = 64,
        NormEpsilon = 1e-5,
        TiedHead = true,
    };

    private static readonly Gpt2Config Gpt2 = new()
    {
        Vocabulary = 61,
        Hidden = 24,
        Layers = 2,
        Heads = 4,
        Inner = 40,
        Context = 64,
        NormEpsilon = 1e-5,
        TiedHead = true,
    };

    public static TheoryData<string> Geometries => [.. Specs.Keys];

    private static readonly Dictionary<string, TransformerSpec> Specs = new()
    {
        ["llama"] = Of(Llama),
        ["llama with grouped queries"] = Of(Llama with { KeyValueHeads = 2 }),
        ["llama with one key head, wide heads and a head of its own"] = Of(
            Llama with
            {
                KeyValueHeads = 1,
                HeadSize = 20,
                TiedHead = false,
            }
        ),
        ["llama with biases everywhere"] = Of(
            Llama with
            {
                QueryKeyValueBias = true,
                AttentionOutputBias = true,
                MlpBias = true,
            }
        ),
        ["llama with stretched positions"] = Of(
            Llama with
            {
                RopeScaling = new Llama3RopeScaling(8, 1, 4, 16),
                RopeTheta = 500,
            }
        ),
        ["llama whose MLP is deeper than a block"] = Of(Llama with { Intermediate = 1100 }),
        ["qwen2"] = Of(Llama with { KeyValueHeads = 2, QueryKeyValueBias = true, NormEpsilon = 1e-6 }),
        ["gpt2"] = Of(Gpt2),
        ["gpt2 with a narrow MLP and a head of its own"] = Of(Gpt2 with { Inner = 17, TiedHead = false }),
    };

    private static TransformerSpec Of(LlamaConfig config) => LlamaLayers.Of(config, LlamaFamily.Instance);

    private static TransformerSpec Of(Gpt2Config config) => Gpt2Layers.Of(config, Gpt2Family.Instance);

    [Theory]
    [MemberData(nameof(Geometries))]
    public async Task Both_forward_passes_agree(string geometry)
    {
        var spec = Specs[geometry];
        int[][] texts =
        [
            .. new[] { 1, 5, 6, 7, 17, 33, 64 }.Select(
                (length, i) => Enumerable.Range(0, length).Select(k => (k * 7 + i * 13) % spec.Vocabulary).ToArray()
            ),
        ];
        await using var thread = new TorchThread(1);
        var training = await thread.RunAsync(() => Training(spec, texts), TestContext.Current.CancellationToken);
        foreach (var kernels in new IKernels[] { new CpuKernels(), new TorchKernels() })
        {
            var scoring = await thread.RunAsync(
                () => Scoring(spec, kernels, texts),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(training.Length, scoring.Length);
            Assert.InRange(training.Zip(scoring, (a, b) => Math.Abs(a - b)).Max(), 0, 2e-5);
        }

        Assert.True(training.Max() - training.Min() > 0.1, "the logits say nothing");
    }

    private static float[] Scoring(TransformerSpec spec, IKernels kernels, int[][] texts)
    {
        using var inference = torch.inference_mode();
        using var weights = TransformerWeights.Load(
            new LargeWeights(spec),
            torch.CPU,
            torch.float32,
            packed: kernels is CpuKernels
        );
        using var transformer = new Transformer(weights, kernels);
        var states = transformer.Forward(new PackedBatch([.. texts.Select(ids => (ReadOnlyMemory<int>)ids)]));
        var logits = torch.empty(states.shape[0], weights.Head.Outputs);
        kernels.Project(states, weights.Head, logits);
        return TensorMemory.Floats(logits).ToArray();
    }

    private static float[] Training(TransformerSpec spec, int[][] texts)
    {
        using var noGradients = torch.no_grad();
        using var generator = new torch.Generator(0);
        using var model = new TrainableTransformer(spec, generator, torch.CPU);
        model.Read(new LargeWeights(spec));
        return
        [
            .. texts.SelectMany(ids =>
                TensorMemory
                    .Floats(model.Forward(torch.tensor(Array.ConvertAll(ids, id => (long)id), 1, ids.Length)))
                    .ToArray()
            ),
        ];
    }

    /// <summary>Random weights ten times the usual size, so that every part of a layer moves the logits.</summary>
    private sealed class LargeWeights(TransformerSpec spec) : IWeightSource
    {
        public TransformerSpec Spec => spec;

        public void Read(string name, Span<float> destination, long first = 0)
        {
            new RandomWeights(spec).Read(name, destination, first);
            foreach (ref var value in destination)
                value *= value == 1 ? 1 : 10;
        }
    }
}
