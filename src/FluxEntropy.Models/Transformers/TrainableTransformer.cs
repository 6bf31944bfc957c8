using System.Runtime.CompilerServices;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Native;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace FluxEntropy.Models.Transformers;

/// <summary>A transformer whose weights learn: the same geometry and names as the one that scores, in operations that torch can differentiate.</summary>
internal sealed class TrainableTransformer : IDisposable
{
    private readonly ModelConfig _config;
    private readonly Dictionary<string, Parameter> _weights = [];
    private readonly Tensor? _cosines;
    private readonly Tensor? _sines;

    /// <summary>Makes random weights: normal with deviation 0.02, projections into the residual stream 1/√(2·layers) of that; norms 1, biases 0.</summary>
    internal TrainableTransformer(ModelConfig config, Generator generator)
    {
        _config = config;
        foreach (var spec in WeightNames.Of(config))
        {
            using var initial = Initial(spec, generator).requires_grad_(true);
            var weight = OfHandle(initial.DecoupleFromNativeHandle());
            weight.DetachFromDisposeScope();
            _weights.Add(spec.Name, weight);
        }

        if (config.IsGated)
        {
            var (cosines, sines) = Rotary.Table(config, config.Context);
            _cosines = torch.tensor(cosines, config.Context, config.HeadSize / 2).DetachFromDisposeScope();
            _sines = torch.tensor(sines, config.Context, config.HeadSize / 2).DetachFromDisposeScope();
        }
    }

    /// <summary>Weights by Hugging Face name, in the order of the forward pass.</summary>
    internal IReadOnlyDictionary<string, Parameter> Weights => _weights;

    /// <summary>Logits of every position.</summary>
    /// <param name="ids">Token ids. [batch, time] int64</param>
    /// <returns>[batch × time, vocabulary]</returns>
    internal Tensor Forward(Tensor ids)
    {
        var x = W(WeightNames.Embedding(_config))
            .index_select(0, ids.flatten())
            .view(ids.shape[0], ids.shape[1], _config.Hidden);
        if (!_config.IsGated)
            x = x.Plus(W("transformer.wpe.weight").narrow(0, 0, ids.shape[1]));
        for (var layer = 0; layer < _config.Layers; layer++)
        {
            // What a block leaves behind goes at once, but for what torch itself keeps for the gradients.
            using var temporaries = NewDisposeScope();
            x = (
                _config.IsGated ? LlamaBlock(x, $"model.layers.{layer}.") : Gpt2Block(x, $"transformer.h.{layer}.")
            ).MoveToOuterDisposeScope();
        }

        x = _config.IsGated ? RmsNorm(x, "model.norm") : LayerNorm(x, "transformer.ln_f");
        return functional.linear(
            x.view(-1, _config.Hidden),
            W(_config.TiedHead ? WeightNames.Embedding(_config) : WeightNames.Head)
        );
    }

    private Tensor LlamaBlock(Tensor x, string at)
    {
        var attended = RmsNorm(x, at + "input_layernorm");
        var (q, k, v) = (
            Linear(attended, at + "self_attn.q_proj"),
            Linear(attended, at + "self_attn.k_proj"),
            Linear(attended, at + "self_attn.v_proj")
        );
        var mixed = Attention(
            Rotate(Split(q, _config.Heads)),
            Rotate(Split(k, _config.KeyValueHeads)),
            Split(v, _config.KeyValueHeads)
        );
        x = x.Plus(Linear(mixed, at + "self_attn.o_proj"));
        var y = RmsNorm(x, at + "post_attention_layernorm");
        var gated = functional.silu(Linear(y, at + "mlp.gate_proj")) * Linear(y, at + "mlp.up_proj");
        return x.Plus(Linear(gated, at + "mlp.down_proj"));
    }

    private Tensor Gpt2Block(Tensor x, string at)
    {
        var parts = Conv1D(LayerNorm(x, at + "ln_1"), at + "attn.c_attn").chunk(3, -1);
        var mixed = Attention(
            Split(parts[0], _config.Heads),
            Split(parts[1], _config.Heads),
            Split(parts[2], _config.Heads)
        );
        x = x.Plus(Conv1D(mixed, at + "attn.c_proj"));
        var inner = Conv1D(LayerNorm(x, at + "ln_2"), at + "mlp.c_fc").gelu(TorchSharp.Modules.GELU.Approximate.tanh);
        return x.Plus(Conv1D(inner, at + "mlp.c_proj"));
    }

    /// <summary>[batch, time, heads × size] → [batch, heads, time, size]</summary>
    private Tensor Split(Tensor x, int heads) =>
        x.view(x.shape[0], x.shape[1], heads, _config.HeadSize).transpose(1, 2);

    private Tensor Rotate(Tensor x)
    {
        var (cosines, sines) = (_cosines!.narrow(0, 0, x.shape[2]), _sines!.narrow(0, 0, x.shape[2]));
        var halves = x.chunk(2, -1);
        return cat([halves[0] * cosines - halves[1] * sines, (halves[1] * cosines).Plus(halves[0] * sines)], -1);
    }

    private Tensor Attention(Tensor q, Tensor k, Tensor v)
    {
        var group = _config.Heads / _config.KeyValueHeads;
        if (group > 1)
            (k, v) = (k.repeat_interleave(group, 1), v.repeat_interleave(group, 1));
        var mixed = functional.scaled_dot_product_attention(q, k, v, is_casual: true);
        return mixed.transpose(1, 2).reshape(q.shape[0], q.shape[2], _config.QueryWidth);
    }

    private Tensor RmsNorm(Tensor x, string name) =>
        x * x.Squared().mean([-1], keepdim: true).Plus(_config.NormEpsilon).rsqrt() * W(name + ".weight");

    private Tensor LayerNorm(Tensor x, string name) =>
        functional.layer_norm(x, [_config.Hidden], W(name + ".weight"), W(name + ".bias"), _config.NormEpsilon);

    private Tensor Linear(Tensor x, string name) =>
        functional.linear(x, W(name + ".weight"), _weights.GetValueOrDefault(name + ".bias"));

    private Tensor Conv1D(Tensor x, string name) => x.matmul(W(name + ".weight")).Plus(W(name + ".bias"));

    private Parameter W(string name) => _weights[name];

    // The public constructor takes the handle out of a tensor that Tensor.TotalCount then counts for good.
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    private static extern Parameter OfHandle(nint handle);

    private Tensor Initial(WeightSpec spec, Generator generator)
    {
        if (spec.Shape.Length == 1)
            return spec.Name.EndsWith(".bias", StringComparison.Ordinal) ? zeros(spec.Shape) : ones(spec.Shape);
        var intoResidual =
            spec.Name.Contains("o_proj", StringComparison.Ordinal)
            || spec.Name.Contains("down_proj", StringComparison.Ordinal)
            || spec.Name.Contains("c_proj", StringComparison.Ordinal);
        var deviation = intoResidual ? 0.02 / Math.Sqrt(2 * _config.Layers) : 0.02;
        return empty(spec.Shape).normal_(0, deviation, generator);
    }

    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
        _cosines?.Dispose();
        _sines?.Dispose();
    }
}
