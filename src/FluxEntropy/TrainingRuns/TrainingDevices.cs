using System.Globalization;
using FluxEntropy.Engines;
using FluxEntropy.Engines.Simulated;
using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>Which devices a process can train on: any number of the processor's threads, and the other devices that it was given.</summary>
/// <param name="Names">All devices that the process was given, such as <c>cpu:2</c>, <c>cuda:0</c>, or a simulated one.</param>
public sealed record TrainingDevices(IReadOnlyList<string> Names)
{
    private const int MostThreads = 1024;
    private const string Processor = "cpu:";

    /// <summary>Processors of the machine: more threads only hold each other up. The default value is what this machine has.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes that this process may take; null where that is not known. The default value is what this machine says.</summary>
    public long? Memory { get; init; } = MachineMemory.Read();

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

    /// <summary>
    /// Why a run cannot be started on a device here. One that was started elsewhere goes on with as many threads as it has: only so it
    /// gives the same weights.
    /// </summary>
    public string? StartProblem(string device) =>
        ThreadsOf(device) > Processors
            ? $"'{device}' asks for more threads than the {Processors} processors of the machine that trains; ask for cpu:{Processors} "
                + "or fewer."
            : Problem(device);

    /// <summary>
    /// Why a plan's model does not fit into the memory here, beside what other runs take, and what to do; null where it fits. A card's
    /// memory is not looked at: where that is too small a run fails, and the process lives.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="session">Whose rows it is trained on.</param>
    /// <param name="needed">What it takes.</param>
    /// <param name="taken">Bytes that other runs of this process take.</param>
    public string? MemoryProblem(TrainingPlan plan, SessionSettings session, TrainingMemory needed, long taken)
    {
        if (ThreadsOf(Of(plan)) is null || Memory is not { } memory || needed.Bytes <= memory - taken)
            return null;
        var others = taken > 0 ? $", of which other training runs take about {Size(taken)}" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.Layers} layers of width {plan.Hidden} take about {Size(needed.Bytes)} to train: {Size(needed.State)} for the weights, "
                + $"gradients and optimizer state of {needed.Parameters:N0} parameters, and {Size(needed.Activations)} for what a step of "
                + $"{session.Batch} rows of {session.Time} tokens computes in {plan.Accumulation} parts. The machine or container that "
                + $"trains has {Size(memory)}{others}. Train a smaller model, accumulate over more parts, or give the server more memory."
        );
    }

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

    private static string Size(long bytes) => (bytes / 1e9).ToString("#,0.0", CultureInfo.InvariantCulture) + " GB";

    /// <summary>The devices as a message lists them: <c>cpu:N (N threads), cuda:0</c>.</summary>
    public override string ToString() => string.Join(", ", Cards.Prepend("cpu:N (N threads)"));
}
