using System.CommandLine;
using FluxEntropy.Benchmarks.Devices;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchDevicesVerb : Verb
{
    private const int LoadsShown = 5;

    private readonly Option<int> _devices = new("--devices")
    {
        Description = "Simulated devices, to be compared with one",
        HelpName = "N",
        DefaultValueFactory = _ => 32,
    };
    private readonly Option<int> _speed = new("--tokens-per-second")
    {
        Description = "Speed of each",
        HelpName = "N",
        DefaultValueFactory = _ => 45_000,
    };
    private readonly Option<int> _seconds = new("--seconds")
    {
        Description = "How long a run keeps the devices at work, at their speed",
        HelpName = "N",
        DefaultValueFactory = _ => 20,
    };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds of both runs",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };
    private readonly Option<int> _shards = new("--shards")
    {
        Description = "Shards of the corpus",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    };
    private readonly Option<int> _groups = new("--groups")
    {
        Description = "Aggregators, each of shards ÷ groups shards",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    public BenchDevicesVerb()
        : base(
            "devices",
            "Measure how scoring grows with devices: many simulated ones against one, through the same grains and files"
        )
    {
        foreach (var option in new[] { _devices, _speed, _seconds, _rounds, _shards, _groups })
            option.Validators.Add(OptionParsers.AtLeast(1, option.Name.TrimStart('-')));
        Take(_devices, _speed, _seconds, _rounds, _shards, _groups, SharedOptions.Json);
        Examples =
        [
            new("bench devices", "some minutes: 32 devices against one"),
            new(
                "bench devices --devices 512 --seconds 5 --rounds 1 --json",
                "more devices than this machine can keep at work: which grain gives way?"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var options = new DevicesBenchOptions
        {
            Devices = arguments.GetValue(_devices),
            TokensPerSecond = arguments.GetValue(_speed),
            Seconds = arguments.GetValue(_seconds),
            Rounds = arguments.GetValue(_rounds),
            Shards = arguments.GetValue(_shards),
            Groups = arguments.GetValue(_groups),
        };
        var report = await BenchFolder.UseAsync(folder =>
            new DevicesBench(options, terminal.Say).RunAsync(folder, cancellationToken)
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return 0;
    }

    private static void Write(Terminal terminal, DevicesBenchReport report)
    {
        Facts.Write(
            terminal.Data,
            $"{Units.Count(report.Devices, "device")} of "
                + $"{Units.Rate(report.TokensPerSecond, "tokens")}, documents of {BenchDocuments.Tokens} "
                + $"tokens, median of {report.Rounds} (least to most)",
            [
                ("one device", Text(report.OneDeviceDocumentsPerSecond, "N0", " documents/s")),
                ("all devices", Text(report.DocumentsPerSecond, "N0", " documents/s")),
                ("ratio", Text(report.Ratio, "0.000", $" × {report.Devices}")),
                ("grain calls", Text(report.CallsPerDocument, "0.0000", " a document")),
                ("processor", Text(report.ProcessorCores, "0.00", " cores")),
            ]
        );
        var loads = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("Grain", "Activations", "Taken", "Full at devices");
        foreach (var load in report.Loads.Take(LoadsShown))
            loads.AddRow(
                Markup.Escape(load.Grain),
                $"{load.Activations}",
                $"{load.Utilization:P1}",
                $"{load.SaturatesAtDevices:N0}"
            );
        terminal.Data.Write(loads);
        var calls = new Table().Border(TableBorder.Simple).AddColumns("Call", "Each document", "Takes");
        foreach (var call in report.Calls.Where(call => call.CallsPerDocument >= 0.0001))
            calls.AddRow(Markup.Escape(call.Name), $"{call.CallsPerDocument:0.0000}", $"{call.Microseconds:N0} µs");
        terminal.Data.Write(calls);
    }

    private static string Text(Spread figure, string format, string unit) =>
        $"{figure.Median.ToString(format)}{unit}   ({figure.Min.ToString(format)} to {figure.Max.ToString(format)})";
}
