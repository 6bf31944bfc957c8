using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models;
using FluxEntropy.Models.Checkpoints;
using FluxEntropy.Models.Shipped;
using FluxEntropy.Models.Tokenizers;

namespace FluxEntropy.Cli.Models;

/// <summary>Which model: a Hugging Face folder, a model of the local Hugging Face cache by its id, or the one that ships.</summary>
internal static class ModelOptions
{
    public static Option<string?> Model(string description) =>
        new("--model")
        {
            Description = $"{description}: a Hugging Face folder, or an id in the local cache [the model that ships]",
            HelpName = "DIR",
        };

    public static Option<string> Device()
    {
        var device = new Option<string>("--device")
        {
            Description = "Device to score on, such as cpu:2 (two threads)",
            HelpName = "NAME",
            DefaultValueFactory = _ => $"cpu:{Environment.ProcessorCount}",
        };
        device.Validators.Add(result =>
            OptionParsers.Check(result, () => TorchEngineFactory.CheckDevice(result.Tokens[0].Value))
        );
        return device;
    }

    public static string FolderOf(string? model) => model is null ? ShippedModel.Folder : ModelFolder.Resolve(model);

    /// <summary>Says what a folder's tokenizer leaves open and is taken for granted.</summary>
    public static void WarnOfAssumption(string folder, Terminal terminal)
    {
        if (HuggingFaceTokenizer.AssumptionOf(folder) is { } assumption)
            terminal.Warn(assumption);
    }
}
