namespace FluxEntropy.Benchmarks.Devices;

/// <summary>How busy a grain's activations were.</summary>
/// <param name="Grain">Its interface.</param>
/// <param name="Activations">Activations that share the work.</param>
/// <param name="Utilization">Seconds of calls per second and activation; above 1 only if calls overlap.</param>
/// <param name="SaturatesAtDevices">
/// Devices of the same speed at which utilization would reach 1, if it grew with their number.
/// </param>
public sealed record GrainLoad(string Grain, int Activations, double Utilization, double SaturatesAtDevices);
