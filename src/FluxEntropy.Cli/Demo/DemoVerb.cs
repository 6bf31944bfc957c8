using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Demo;

internal sealed class DemoVerb : Verb
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of all data; a second demo in it continues from there",
        HelpName = "DIR",
        DefaultValueFactory = _ => "./flux-demo",
    };

    private readonly Option<int> _documents = new("--documents")
    {
        Description = "Documents to ingest",
        HelpName = "N",
        DefaultValueFactory = _ => 4000,
    };

    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Steps to train",
        HelpName = "N",
        DefaultValueFactory = _ => 300,
    };

    private readonly Option<string?> _model = ModelOptions.Model("Model to score with");
    private readonly Option<string> _device = ModelOptions.Device();

    public DemoVerb()
        : base("demo", "Do the whole job on text from this machine: ingest, score, order, train, retune, verify")
    {
        Take(_data, _documents, _steps, _model, _device, SharedOptions.Json);
        _documents.Validators.Add(OptionParsers.AtLeast(100, "documents to show anything"));
        _steps.Validators.Add(OptionParsers.AtLeast(40, "steps to retune half-way"));
        Examples =
        [
            new("demo", "about a minute on two cores; nothing leaves this machine"),
            new("demo --json --data /tmp/demo", "for scripts: one JSON object on standard output"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var json = arguments.GetValue(SharedOptions.Json);
        var options = new DemoOptions
        {
            DataFolder = arguments.GetRequiredValue(_data),
            Documents = arguments.GetValue(_documents),
            Steps = arguments.GetValue(_steps),
            Devices = [arguments.GetRequiredValue(_device)],
            Model = ModelOptions.FolderOf(arguments.GetValue(_model)),
        };
        var story = new DemoStory(terminal, json ? terminal.Messages : terminal.Data);
        var report = await new DemoRun(terminal, story).RunAsync(options, cancellationToken);
        if (json)
            terminal.WriteJson(report);
        else
            terminal.Say(
                $"Next: 'flux serve --data {options.DataFolder}', "
                    + $"then 'flux query --corpus {DemoScoring.Corpus} --descending --limit 10 --text'."
            );
        var shortcomings = DemoShortcomings.Of(report, options).ToList();
        foreach (var shortcoming in shortcomings)
            Failures.Print(terminal, shortcoming);
        return shortcomings.Count == 0 ? 0 : 1;
    }
}
