using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;
using FluxEntropy.Models.Native;
using FluxEntropy.Models.Tokenizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training;

/// <summary>Model, optimizer and their steps; lives on one torch thread.</summary>
internal sealed class Trainer : IDisposable
{
    private readonly TrainingOptions _options;
    private readonly TransformerSpec _spec;
    private readonly Device _device;
    private readonly Generator _generator;
    private bool? _hasTokenizer;
    private readonly TrainableTransformer _model;
    private readonly AdamW _optimizer;

    internal Trainer(TrainingOptions options, TransformerSpec spec, Device device)
    {
        _options = options;
        _spec = spec;
        _device = device;
        _generator = new Generator(options.Seed);
        _model = new TrainableTransformer(spec, _generator, device);
        _optimizer = CreateOptimizer();
    }

    /// <summary>Where the weights are; for the processor with the threads that torch uses here.</summary>
    internal string Device
    {
        get
        {
            var device = _model.Weights[_spec.Embedding].device;
            return device.type is DeviceType.CPU ? $"cpu:{get_num_threads()}" : $"cuda:{device.index}";
        }
    }

    /// <summary>Biases and norms are not decayed.</summary>
    private AdamW CreateOptimizer()
    {
        AdamW.ParamGroup Group(bool matrices) =>
            new(
                _model.Weights.Values.Where(w => w.dim() > 1 == matrices),
                new AdamW.Options
                {
                    LearningRate = _options.LearningRate,
                    InitialLearningRate = _options.LearningRate,
                    beta1 = 0.9,
                    beta2 = 0.95,
                    eps = 1e-8,
                    weight_decay = matrices ? _options.WeightDecay : 0,
                }
            );
#pragma warning disable RS0030 // banned with all optimizers for their steps; to make one makes no scalar
        return optim.AdamW([Group(matrices: true), Group(matrices: false)]);
#pragma warning restore RS0030
    }

    internal StepReport Train(TokenBatch batch)
    {
        var parts = Math.Min(_options.Accumulation, batch.Batch);
        var bins = new BinSums();
        var loss = 0.0;
        _optimizer.zero_grad();
        for (var part = 0; part < parts; part++)
        {
            var first = part * batch.Batch / parts;
            var rows = (part + 1) * batch.Batch / parts - first;
            using var scope = NewDisposeScope();
            var micro = parts == 1 ? batch : batch.Part(first, rows);
            var losses = Losses(micro);
            var mean = losses.mean().Times((double)rows / batch.Batch);
            loss += mean.cpu().item<float>();
            RequireFinite(loss, batch.Step, "loss");
            mean.backward();
            bins.Add(losses, micro);
        }
        RequireFinite(
            nn.utils.clip_grad_norm_(_model.Weights.Values, _options.ClipNorm),
            batch.Step,
            "gradient's norm"
        );
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = LearningRate.At(batch.Step, _options);
        AdamWStep.Take(_optimizer);
        return new StepReport(batch.Step, loss, bins.Means(), TokenHashes.Of(batch.Tokens));
    }

    internal double Evaluate(TokenBatch batch)
    {
        using var noGradients = no_grad();
        using var mean = Losses(batch).mean();
        return mean.cpu().item<float>();
    }

    /// <summary>Cross-entropy of each target in nats. [batch × time]</summary>
    private Tensor Losses(TokenBatch batch)
    {
        var rows = torch
            .tensor(Array.ConvertAll(batch.Tokens, id => (long)id), batch.Batch, batch.Time + 1)
            .to(_device);
        var logits = _model.Forward(rows.narrow(1, 0, batch.Time));
        return nn.functional.cross_entropy(
            logits,
            rows.narrow(1, 1, batch.Time).flatten(),
            reduction: nn.Reduction.None
        );
    }

    private static void RequireFinite(double value, long step, string what)
    {
        if (!double.IsFinite(value))
            throw new InvalidDataException(
                $"step {step}: the {what} is {value}; nothing was changed; lower LearningRate or look at the step's texts"
            );
    }

    internal void Save(string folder)
    {
        TrainingCheckpoint.Save(folder, _spec, _model, _optimizer, _generator);
        // Read once: a large vocabulary takes a moment.
        _hasTokenizer ??= _options.TokenizerFolder is { } source && TokenizerFiles.Has(source, _options.TokenizerHash);
        if (_hasTokenizer.Value && Directory.Exists(_options.TokenizerFolder))
            TokenizerFiles.Copy(_options.TokenizerFolder, folder);
    }

    internal void Load(string folder) => TrainingCheckpoint.Load(folder, _spec, _model, _optimizer, _generator);

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
        _generator.Dispose();
    }

    private sealed class BinSums
    {
        private readonly double[] _sums = new double[256];
        private readonly int[] _targets = new int[256];

        public void Add(Tensor losses, TokenBatch batch)
        {
            using var detached = losses.detach().cpu();
            var values = detached.data<float>();
            for (var i = 0; i < batch.Bins.Length; i++)
            {
                _sums[batch.Bins[i]] += values[i];
                _targets[batch.Bins[i]]++;
            }
        }

        public List<BinLoss> Means() =>
            [
                .. Enumerable
                    .Range(0, 256)
                    .Where(bin => _targets[bin] > 0)
                    .Select(bin => new BinLoss(bin, _sums[bin] / _targets[bin], _targets[bin])),
            ];
    }
}
