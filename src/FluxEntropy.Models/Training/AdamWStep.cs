using FluxEntropy.Models.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace FluxEntropy.Models.Training;

/// <summary>
/// One step of AdamW (Loshchilov and Hutter, arXiv 1711.05101), equal to the bit to that of TorchSharp's optimizer,
/// which holds
/// the state and writes it to files. That one's own step lets libtorch read scalars that nothing holds.
/// </summary>
internal static class AdamWStep
{
    /// <summary>Moves every parameter that has a gradient.</summary>
    internal static void Take(AdamW optimizer)
    {
        using var noGradients = no_grad();
        using var temporaries = NewDisposeScope();
        var states = optimizer.state_dict().State;
        var index = 0;
        foreach (var group in optimizer.ParamGroups.Cast<AdamW.ParamGroup>())
        {
            foreach (var parameter in group.Parameters)
                Move(parameter, (AdamW.State)states[index++], group.Options);
        }
    }

    private static void Move(Parameter parameter, AdamW.State state, AdamW.Options options)
    {
        if (parameter.grad is not { } gradient)
            return;
        var (beta1, beta2) = (options.beta1!.Value, options.beta2!.Value);
        var rate = options.LearningRate!.Value;
        state.step++;
        parameter.MultiplyInPlace(1 - rate * options.weight_decay!.Value);
        state.exp_avg.MultiplyInPlace(beta1).AddInPlace(gradient, 1 - beta1);
        state.exp_avg_sq.MultiplyInPlace(beta2).AddProductInPlace(gradient, gradient, 1 - beta2);
        var denominator = state
            .exp_avg_sq.sqrt()
            .DividedBy(Math.Sqrt(1 - Math.Pow(beta2, state.step)))
            .AddInPlace(options.eps!.Value);
        parameter.AddQuotientInPlace(state.exp_avg, denominator, -(rate / (1 - Math.Pow(beta1, state.step))));
    }
}
