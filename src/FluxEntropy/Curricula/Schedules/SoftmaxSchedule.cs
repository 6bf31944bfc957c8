namespace FluxEntropy.Curricula.Schedules;

/// <summary>softmax(loss / T): bins of higher loss are served more.</summary>
/// <param name="Temperature">
/// T in nats, not 0. High values are nearly uniform, negative ones favour bins of low loss. The default value is 1.
/// </param>
/// <param name="Smoothing">
/// How much of a bin's mean loss is kept at each new one, from 0 to below 1. The default value is 0.9.
/// </param>
public sealed record SoftmaxSchedule(double Temperature = 1, double Smoothing = 0.9) : AdaptiveSchedule
{
    public override string? Problem(int bins) =>
        (
            double.IsFinite(Temperature) && Math.Abs(Temperature) >= 1e-6
                ? null
                : $"temperature: {Temperature} is not a temperature; give nats, such as 1."
        ) ?? Outside("smoothing", Smoothing, 0, 0.999999);

    internal override double Memory => Smoothing;

    internal override double[] Next(double[] weights, double[] losses) =>
        Softmax(Filled(losses).Select(loss => loss / Temperature));
}
