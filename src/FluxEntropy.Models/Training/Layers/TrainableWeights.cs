using System.Runtime.CompilerServices;
using FluxEntropy.Models.Architectures;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training.Layers;

/// <summary>The parameters of a model by name, and the layers that are made of them.</summary>
internal sealed class TrainableWeights : IDisposable
{
    private readonly TransformerSpec _spec;
    private readonly Dictionary<string, Parameter> _parameters = [];

    /// <summary>
    /// Makes random weights: normal with deviation 0.02, projections into the residual stream 1/√(2·layers) of that;
    /// norms 1, biases 0.
    /// </summary>
    /// <param name="spec">The model.</param>
    /// <param name="generator">Draws on the CPU, so that weights are the same on every device.</param>
    /// <param name="device">Where they will be.</param>
    internal TrainableWeights(TransformerSpec spec, Generator generator, Device device)
    {
        _spec = spec;
        foreach (var tensor in spec.Tensors())
        {
            using var temporaries = NewDisposeScope();
            var initial = Initial(tensor, generator).to(device).requires_grad_(true);
            var parameter = OfHandle(initial.DecoupleFromNativeHandle());
            parameter.DetachFromDisposeScope();
            _parameters.Add(tensor.Name, parameter);
        }
    }

    /// <summary>By Hugging Face's names, in the order of the forward pass.</summary>
    internal IReadOnlyDictionary<string, Parameter> Parameters => _parameters;

    internal TrainableLayer Layer(int number)
    {
        var (spec, prefix) = (_spec.Layer, _spec.PrefixOf(number));
        if (spec is not { AttentionNorm: { } attentionNorm, MlpNorm: { } mlpNorm } || !TrainableKinds.Hold(_spec))
            throw new NotSupportedException($"{_spec}: layers of this kind are only scored with");
        return new TrainableLayer(
            Norm(attentionNorm, prefix),
            new TrainableAttention(
                spec.Attention,
                [.. spec.Attention.QueryKeyValue.Parts.Select(part => Linear(part, prefix))],
                Linear(spec.Attention.Output, prefix)
            ),
            Norm(mlpNorm, prefix),
            Mlp(spec.Mlp, prefix)
        );
    }

    internal TrainableNorm Norm(NormSpec spec, string prefix = "") =>
        spec switch
        {
            RmsNormSpec { Offset: 0 } => new TrainableRmsNorm(_parameters[$"{prefix}{spec.Name}.weight"], spec.Epsilon),
            LayerNormSpec => new TrainableLayerNorm(
                _parameters[$"{prefix}{spec.Name}.weight"],
                _parameters[$"{prefix}{spec.Name}.bias"],
                spec.Epsilon
            ),
            _ => throw new NotSupportedException($"{spec}: no norm of this kind"),
        };

    internal TrainablePositions Positions(Device device) =>
        _spec.Positions switch
        {
            LearnedPositionSpec { Offset: 0 } learned => new TrainableLearnedPositions(_parameters[learned.Table]),
            RotaryPositionSpec { Share: 1 } rotary => new TrainableRotaryPositions(
                rotary,
                _spec.Layer.Attention.HeadSize,
                _spec.Context,
                device
            ),
            var other => throw new NotSupportedException($"{other}: no positions of this kind"),
        };

    private TrainableMlp Mlp(MlpSpec spec, string prefix) =>
        spec switch
        {
            GatedMlpSpec { Activation: Activation.Silu } gated => new TrainableSwiGluMlp(
                Linear(gated.Gate, prefix),
                Linear(gated.Up, prefix),
                Linear(gated.Down, prefix)
            ),
            PlainMlpSpec { Activation: Activation.GeluTanh } plain => new TrainableGeluMlp(
                Linear(plain.Up, prefix),
                Linear(plain.Down, prefix)
            ),
            _ => throw new NotSupportedException($"{spec}: no MLP of this kind"),
        };

    private TrainableLinear Linear(LinearSpec spec, string prefix) =>
        new(
            spec.Order,
            _parameters[$"{prefix}{spec.Name}.weight"],
            _parameters.GetValueOrDefault($"{prefix}{spec.Name}.bias")
        );

    private Tensor Initial(TensorSpec tensor, Generator generator) =>
        tensor.Role switch
        {
            TensorRole.NormScale => ones(tensor.Shape),
            TensorRole.Bias or TensorRole.NormShift => zeros(tensor.Shape),
            TensorRole.ResidualMatrix => empty(tensor.Shape).normal_(0, 0.02 / Math.Sqrt(2 * _spec.Layers), generator),
            _ => empty(tensor.Shape).normal_(0, 0.02, generator),
        };

    // The public constructor takes the handle out of a tensor that Tensor.TotalCount then counts for good.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Parameter OfHandle(nint handle);

    public void Dispose()
    {
        foreach (var parameter in _parameters.Values)
            parameter.Dispose();
    }
}
