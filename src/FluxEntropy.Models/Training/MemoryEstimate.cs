using FluxEntropy.Engines;
using FluxEntropy.Models.Architectures;

namespace FluxEntropy.Models.Training;

/// <summary>
/// What a training takes, from the model's shape alone; everything is float32. For P parameters, of which the largest tensor has M, and N
/// tokens of the rows that are computed at a time (⌈batch / accumulation⌉ × time):
/// <list type="bullet">
/// <item>state: 16 P (weights, gradients, two moments of AdamW) and 8 M (what its step computes of a tensor);</item>
/// <item>activations: 4 N (layers × (22 hidden + k MLP) + 4 vocabulary): what each layer keeps for the gradients, k being 4 for a gated
/// MLP and 2 for a plain one, then logits, their log-softmax, and the gradients of both.</item>
/// </list>
/// The factors were found by measuring models of both kinds on a processor, and are right to about a tenth. Attention does not keep its
/// scores, so nothing grows with the square of time.
/// </summary>
internal static class MemoryEstimate
{
    private const int Float = 4; // bytes
    private const int StateFloats = 4; // of each parameter
    private const int StepFloats = 2; // of each parameter of the tensor that is moved
    private const int Widths = 22; // of each token in a layer
    private const int GatedMlpWidths = 4;
    private const int PlainMlpWidths = 2;
    private const int Logits = 4;

    internal static TrainingMemory Of(TransformerSpec spec, TrainingOptions options, int batch)
    {
        var parts = Math.Min(options.Accumulation, batch);
        var tokens = (long)((batch + parts - 1) / parts) * options.Time;
        var mlp = spec.Layer.Mlp is PlainMlpSpec ? PlainMlpWidths : GatedMlpWidths;
        var layer = (long)Widths * spec.Hidden + (long)mlp * spec.Layer.Mlp.Width;
        var largest = spec.Tensors().Max(tensor => tensor.Elements);
        return new TrainingMemory(
            spec.Parameters,
            Float * (StateFloats * spec.Parameters + StepFloats * largest),
            Float * tokens * (spec.Layers * layer + (long)Logits * spec.Vocabulary)
        );
    }
}
