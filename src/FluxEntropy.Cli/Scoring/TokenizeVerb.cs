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
    private readonly Option<bool> _parseSpecial = SpecialTokens.Parsed();

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
            new(
                "tokenize chats.jsonl --text-field messages --tokenizer ~/models/SmolLM2-135M-Instruct",
                "lists of chat messages, by the tokenizer's own chat template"
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
        var addSpecial = !arguments.GetValue(_noSpecial);
        var parseSpecial = arguments.GetValue(_parseSpecial);
        var template = _sources.ChatTemplate.Of(arguments, folder);
        if (addSpecial)
            template = template?.For(() => tokenizer);
        var warnings = new RejectionWarnings(terminal)
        {
            NoteOnLines = _sources.ChatTemplate.NoteOnLines(arguments, folder),
        };
        var records = sources.ReadAsync(_sources.Read(arguments, template), cancellationToken);
        await foreach (var item in warnings.Watch(records))
        {
            if (item is not SourceDocument document)
                continue;
            // The control tokens of a chat template are written out in its text.
            var parses = parseSpecial || document.Messages == MessageForm.Template;
            terminal.WriteJson(
                new { document.Id, tokenIds = tokenizer.EncodeToIds(document.Text, addSpecial, parses) }
            );
        }

        warnings.Summarise();
        ChatTemplateOption.WarnOfClock(template, terminal);
        warnings.CheckAnyRead();
        return 0;
    }
}
