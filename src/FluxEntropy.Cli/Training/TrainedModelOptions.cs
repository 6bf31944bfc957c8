using System.CommandLine;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Training;

/// <summary>The options that describe the model to train.</summary>
internal sealed class TrainedModelOptions
{
    private readonly Option<string> _architecture = new("--architecture")
    {
        Description = "Model to train",
        HelpName = "llama|gpt2",
        DefaultValueFactory = _ => "llama",
    };

    private readonly Option<uint> _layers = new("--layers")
    {
        Description = "Its transformer layers",
        HelpName = "N",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<uint> _heads = new("--heads")
    {
        Description = "Its attention heads",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<uint> _hidden = new("--hidden")
    {
        Description = "Width of its residual stream",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };

    public TrainedModelOptions() => _architecture.AcceptOnlyFromAmong("llama", "gpt2");

    public IEnumerable<Symbol> All => [_architecture, _layers, _heads, _hidden];

    public TrainedModel Read(ParseResult arguments) =>
        new()
        {
            Architecture = arguments.GetRequiredValue(_architecture),
            Layers = arguments.GetValue(_layers),
            Heads = arguments.GetValue(_heads),
            Hidden = arguments.GetValue(_hidden),
        };
}
