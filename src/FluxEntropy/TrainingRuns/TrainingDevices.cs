using System.Globalization;
using FluxEntropy.Engines.Simulated;

namespace FluxEntropy.TrainingRuns;

/// <summary>Which devices a process can train on: any number of the processor's threads, and the other devices that it was given.</summary>
/// <param name="Names">All devices that the process was given, such as <c>cpu:2</c>, <c>cuda:0</c>, or a simulated one.</param>
public sealed record TrainingDevices(IReadOnlyList<string> Names)
{
    private const int MostThreads = 1024;
    private const string Processor = "cpu:";

    private IEnumerable<string> Cards =>
        Names.Where(name => !name.StartsWith(Processor, StringComparison.Ordinal) && !SimulatedDevice.IsName(name));

    /// <summary>
    /// The device of a plan: the one that it names, otherwise the first of the process that is not the processor, otherwise the
    /// processor with the plan's threads, on which weights are the same to the bit wherever the run goes on.
    /// </summary>
    /// <exception cref="InvalidDataException">The process does not have the device; the message says what it has.</exception>
    public string Of(TrainingPlan plan)
    {
        var processor = $"{Processor}{plan.Threads.ToString(CultureInfo.InvariantCulture)}";
        if (plan.Device is not { } device)
            return processor; // a plan of before there was a choice
        if (device.Length == 0)
            return Cards.FirstOrDefault() ?? processor;
        return Problem(device) is { } problem ? throw new InvalidDataException($"device: {problem}") : device;
    }

    /// <summary>Why a device cannot be trained on here, and which can; null where it can.</summary>
    public string? Problem(string device) =>
        ThreadsOf(device) is not null || Cards.Contains(device)
            ? null
            : $"'{device}' is not among the devices that this session can be trained on: {this}.";

    /// <summary>The threads of <c>cpu:N</c>, or null where the device is none such.</summary>
    public static int? ThreadsOf(string device) =>
        device.StartsWith(Processor, StringComparison.Ordinal)
        && int.TryParse(
            device.AsSpan(Processor.Length),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var threads
        )
        && threads is >= 1 and <= MostThreads
            ? threads
            : null;

    /// <summary>The devices as a message lists them: <c>cpu:N (N threads), cuda:0</c>.</summary>
    public override string ToString() => string.Join(", ", Cards.Prepend("cpu:N (N threads)"));
}
