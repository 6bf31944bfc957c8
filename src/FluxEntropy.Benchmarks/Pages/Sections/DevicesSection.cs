using static System.FormattableString;
using FluxEntropy.Benchmarks.Devices;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class DevicesSection
{
    private const int MaxLoads = 5;
    private const int MaxCalls = 8;

    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<DevicesBenchReport>(
            "devices",
            "bench devices",
            "Many devices",
            "Simulated devices take as long as real ones would, and use the same grains and files. The number of devices at which "
                + "a grain would be busy all the time assumes that its work grows with their number.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(DevicesBenchReport report)
    {
        yield return new("devices", Invariant($"{report.Devices} of {report.TokensPerSecond:N0} tokens/s"));
        yield return FigureRow.Of("one device", report.OneDeviceDocumentsPerSecond, "N0", " documents/s");
        yield return FigureRow.Of("all devices", report.DocumentsPerSecond, "N0", " documents/s");
        yield return FigureRow.Of(Invariant($"ratio to {report.Devices} × one"), report.Ratio, "0.000");
        yield return FigureRow.Of("grain calls per document", report.CallsPerDocument, "0.000");
        yield return FigureRow.Of("processor", report.ProcessorCores, "0.00", " cores");
        foreach (var load in report.Loads.Take(MaxLoads))
            yield return new(
                Invariant($"`{load.Grain}`, each of {load.Activations}"),
                Invariant(
                    $"busy {load.Utilization:0.0%} of the time, saturated at about {load.SaturatesAtDevices:N0} devices"
                )
            );
        foreach (var call in report.Calls.Take(MaxCalls))
            yield return new(
                $"`{call.Name}`",
                Invariant($"{call.Microseconds / 1000:0.00} ms, {call.CallsPerDocument:0.0000} per document")
            );
    }
}
