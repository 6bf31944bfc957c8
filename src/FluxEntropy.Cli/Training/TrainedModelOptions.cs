using System.CommandLine;
using FluxEntropy.Engines;
using FluxEntropy.Models;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Training;

/// <summary>
/// The options that describe the model to train. What is left out is for the server to decide, and so is whether it can train it.
/// </summary>
internal sealed class TrainedModelOptions
{
    private static readonly IReadOnlyList<TrainableModel> Known = new TorchEngineFactory().Trainable;

    private readonly Option<string?> _architecture = new("--architecture")
    {
        Description = $"Family of the model to train [{Known[0].Architecture}]",
        HelpName = string.Join('|', Known.Select(model => model.Architecture)),
    };

    private readonly Option<uint?> _layers = new("--layers")
    {
        Description = $"Its transformer layers [{Sizes(model => model.Layers)}]",
        HelpName = "N",
    };

    private readonly Option<uint?> _heads = new("--heads")
    {
        Description = $"Its attention heads [{Sizes(model => model.Heads)}]",
        HelpName = "N",
    };

    private readonly Option<uint?> _hidden = new("--hidden")
    {
        Description = $"Width of its residual stream [{Sizes(model => model.Hidden)}]",
        HelpName = "N",
    };

    public TrainedModelOptions() => _architecture.CompletionSources.Add([.. Known.Select(model => model.Architecture)]);

    public IEnumerable<Symbol> All => [_architecture, _layers, _heads, _hidden];

    public TrainedModel Read(ParseResult arguments) =>
        new()
        {
            Architecture = arguments.GetValue(_architecture) ?? "",
            Layers = arguments.GetValue(_layers) ?? 0,
            Heads = arguments.GetValue(_heads) ?? 0,
            Hidden = arguments.GetValue(_hidden) ?? 0,
        };

    // One number where all families have the same, otherwise each family's.
    private static string Sizes(Func<TrainableModel, int> size) =>
        Known.Select(size).Distinct().Count() == 1
            ? $"{size(Known[0])}"
            : string.Join(", ", Known.Select(model => $"{model.Architecture}: {size(model)}"));
}
