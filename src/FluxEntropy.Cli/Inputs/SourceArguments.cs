using System.CommandLine;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Cli.Inputs;

/// <summary>The arguments and options by which text is named and read, for every verb that reads some.</summary>
internal sealed class SourceArguments
{
    private static readonly string[] Inputs = ["auto", .. SourceFormats.All.Select(format => format.Name)];

    private readonly Option<string> _textField = new("--text-field")
    {
        Description =
            "Field of a JSON record, or column of a table, that holds the text; a.b is one inside another, "
            + "and a list of chat messages is read too",
        HelpName = "NAME",
        DefaultValueFactory = _ => "text",
    };
    private readonly Option<string> _idField = new("--id-field")
    {
        Description = "Field or column that holds the id; else it is path#line",
        HelpName = "NAME",
        DefaultValueFactory = _ => "id",
    };
    private readonly Option<string> _split = new("--split")
    {
        Description = "What of plain text is one document",
        HelpName = "file|paragraphs|lines",
        DefaultValueFactory = _ => "file",
    };
    private readonly Option<string> _input = new("--input")
    {
        Description = "What the files hold; auto goes by their names, and by first bytes where a name says nothing",
        HelpName = string.Join('|', Inputs),
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _noQuotes = new("--no-quotes")
    {
        Description = "Quotes in CSV and TSV are characters like any other, and enclose nothing",
    };

    private readonly Option<string> _name = new("--stdin-name")
    {
        Description = "What ids call standard input: name#line; give each input to one corpus its own",
        HelpName = "NAME",
        DefaultValueFactory = _ => "stdin",
    };

    public SourceArguments()
    {
        _split.AcceptOnlyFromAmong("file", "paragraphs", "lines");
        _input.AcceptOnlyFromAmong(Inputs);
    }

    /// <summary>What to read.</summary>
    public Argument<string[]> Files { get; } =
        new("file")
        {
            Description = $"Files of {SourceSet.Readable}, folders, or - for standard input",
            Arity = ArgumentArity.OneOrMore,
        };

    /// <summary>How to read it.</summary>
    public Symbol[] Options => [_textField, ChatTemplate.Option, _idField, _split, _input, _noQuotes, _name];

    /// <summary>What makes texts of chat messages.</summary>
    public ChatTemplateOption ChatTemplate { get; } = new();

    public SourceSet Open(ParseResult arguments) =>
        SourceSet.Open(
            arguments.GetRequiredValue(Files),
            Console.OpenStandardInput(),
            arguments.GetRequiredValue(_name)
        );

    /// <param name="arguments">What was typed.</param>
    /// <param name="template">Makes a text of chat messages; null for a line a message.</param>
    public SourceOptions Read(ParseResult arguments, IChatTemplate? template) =>
        new()
        {
            ChatTemplate = template,
            TextField = arguments.GetRequiredValue(_textField),
            IdField = arguments.GetRequiredValue(_idField),
            Split = Enum.Parse<TextSplit>(arguments.GetRequiredValue(_split), ignoreCase: true),
            Quotes = !arguments.GetValue(_noQuotes),
            Format = SourceFormats.Find(arguments.GetRequiredValue(_input)),
        };
}
