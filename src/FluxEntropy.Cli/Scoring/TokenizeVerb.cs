using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Sources;

namespace FluxEntropy.Cli.Scoring;

internal sealed class TokenizeVerb : Verb
{
    private readonly SourceArguments _sources = new();
    private readonly Option<string?> _tokenizer = new("--tokenizer")
    {
        Description =
            "Folder with tokenizer.json (or vocab.json and merges.txt, or tokenizer.model) [that of the model that ships]",
        HelpName = "DIR",
    };
    private readonly Option<bool> _noSpecial = new("--no-special")
    {
        Description = "Leave out what the template adds, such as BOS",
    };
    private readonly Option<bool> _parseSpecial = new("--parse-special")
    {
        Description = "Special tokens written out in a text become those tokens",
    };

    public TokenizeVerb()
        : base("tokenize", "Turn text into tokens: one JSON object a document, {\"id\", \"tokenIds\"}")
    {
        Take(_sources.Files, _tokenizer, _noSpecial, _parseSpecial);
        Take(_sources.Options);
        Examples =
        [
            new(
                "tokenize notes.txt --tokenizer ~/models/SmolLM2-135M --no-special",
                "token ids as that model is fed them, without BOS"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var sources = _sources.Open(arguments);
        var folder = ModelOptions.FolderOf(arguments.GetValue(_tokenizer));
        var tokenizer = HuggingFaceTokenizer.Load(folder);
        ModelOptions.WarnOfAssumption(folder, terminal);
        var warnings = new RejectionWarnings(terminal);
        var addSpecial = !arguments.GetValue(_noSpecial);
        var parseSpecial = arguments.GetValue(_parseSpecial);
        await foreach (var item in warnings.Watch(sources.ReadAsync(_sources.Read(arguments), cancellationToken)))
        {
            if (item is SourceDocument document)
                terminal.WriteJson(
                    new { document.Id, tokenIds = tokenizer.EncodeToIds(document.Text, addSpecial, parseSpecial) }
                );
        }

        warnings.Summarise();
        warnings.CheckAnyRead();
        return 0;
    }
}
