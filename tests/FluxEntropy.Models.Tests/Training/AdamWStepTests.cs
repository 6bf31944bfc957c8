using FluxEntropy.Models.Native;
using FluxEntropy.Models.Tests.Native;
using FluxEntropy.Models.Training;
using TorchSharp;
using TorchSharp.Modules;

namespace FluxEntropy.Models.Tests.Training;

#pragma warning disable RS0030 // compared with what is banned

[Collection(nameof(NativeMemoryCollection))]
public sealed class AdamWStepTests
{
    private const int Steps = 20;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void Steps_equal_those_of_TorchSharps_optimizer_to_the_bit(double weightDecay)
    {
        TorchRuntime.EnsureLoaded();
        // No collection may come while TorchSharp's own step lets libtorch read scalars that nothing holds.
        Assert.True(GC.TryStartNoGCRegion(100_000_000));
        var expected = Run(weightDecay, optimizer => optimizer.step());
        GC.EndNoGCRegion();
        Assert.Equal(expected, Run(weightDecay, AdamWStep.Take));
        Assert.Equal(3 * Steps, expected.Distinct().Count());
    }

    private static List<float> Run(double weightDecay, Action<AdamW> step)
    {
        using var scope = torch.NewDisposeScope();
        using var parameter = new Parameter(torch.tensor([0.3f, -2f, 1e-3f]));
        using var optimizer = torch.optim.AdamW(
            [parameter],
            lr: 0.01,
            beta1: 0.9,
            beta2: 0.95,
            weight_decay: weightDecay
        );
        var values = new List<float>();
        for (var i = 0; i < Steps; i++)
        {
            optimizer.zero_grad();
            (parameter * parameter * parameter).sum().backward();
            step(optimizer);
            values.AddRange(parameter.data<float>().ToArray());
        }

        return values;
    }
}
