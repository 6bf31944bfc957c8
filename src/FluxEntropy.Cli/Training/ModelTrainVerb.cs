using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models.Shipped;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Training;

internal sealed class ModelTrainVerb : Verb
{
    private static readonly ShippedModelOptions Defaults = new();

    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder to write; created when it is missing",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Optimizer steps",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Steps,
    };
    private readonly Option<int> _threads = new("--threads")
    {
        Description = "CPU threads; another number gives a different, equally good model",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Threads,
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of the weights and of the order",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Seed,
    };

    public ModelTrainVerb()
        : base("train", "Train the shipped model again, on the documentation of this machine's .NET SDK")
    {
        Take(_output, _steps, _threads, _seed);
        Examples = [new("model train --output my-model", "the same model, given the same SDK and machine")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var options = new ShippedModelOptions
        {
            Steps = arguments.GetValue(_steps),
            Threads = arguments.GetValue(_threads),
            Seed = arguments.GetValue(_seed),
        };
        var output = arguments.GetRequiredValue(_output);
        var clock = Stopwatch.StartNew();
        var latest = new Latest();
        await using (
            new Meter(terminal, "Training", () =>
                new Progress(
                    latest.Value.Step,
                    latest.Value.Steps,
                    $"step {latest.Value.Step:N0} of {options.Steps:N0} · loss {latest.Value.Loss:0.000} nats"
                )
            )
        )
            await OutputFolder.WriteAsync(output, folder =>
                ShippedModel.TrainAsync(folder, options, latest, cancellationToken)
            );
        terminal.Say(
            $"Wrote {output} after {Units.Count(options.Steps, "step")} in {Units.Duration(clock.Elapsed)}; "
                + "see its README.md."
        );
        return 0;
    }

    /// <summary>Keeps the last report.</summary>
    private sealed class Latest : IProgress<ShippedModelProgress>
    {
        public ShippedModelProgress Value { get; private set; }

        public void Report(ShippedModelProgress value) => Value = value;
    }
}
