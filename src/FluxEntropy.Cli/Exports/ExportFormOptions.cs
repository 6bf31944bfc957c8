using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Exports;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>The options that say in which form an export is written, and where.</summary>
internal sealed class ExportFormOptions
{
    private static readonly TokenLayout[] Layouts = [TokenLayout.Gpt2, TokenLayout.Llama3];

    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder (bin) or file (parquet, jsonl, also .gz and .zst) to write",
        HelpName = "PATH",
        Required = true,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "Token shards, or rows with text and scores",
        HelpName = "bin|parquet|jsonl",
        DefaultValueFactory = _ => "bin",
    };

    private readonly Option<string> _layout = new("--layout")
    {
        Description = "Layout of token shards",
        HelpName = "gpt2|llama3",
        DefaultValueFactory = _ => "gpt2",
    };

    private readonly Option<int?> _separator = new("--separator")
    {
        Description = "Token before every document [the tokenizer's end of text, else the layout's: 50256 or 128000]",
        HelpName = "ID",
    };

    private readonly Option<int> _shardTokens = new("--shard-tokens")
    {
        Description = "Maximum tokens of a shard",
        HelpName = "N",
        DefaultValueFactory = _ => 100_000_000,
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = "What token shards are named after [the corpus]",
        HelpName = "NAME",
    };

    public ExportFormOptions()
    {
        _format.AcceptOnlyFromAmong("bin", "parquet", "jsonl");
        _layout.AcceptOnlyFromAmong([.. Layouts.Select(layout => layout.Name)]);
        _shardTokens.Validators.Add(OptionParsers.Between(1, TokenLayout.MaxTokens));
    }

    /// <summary>Where it is written, how, and what token shards look like.</summary>
    public Symbol[] All => [_output, _format, _layout, _separator, _shardTokens];

    /// <summary>What token shards are named after.</summary>
    public Symbol Name => _name;

    public string Output(ParseResult arguments) => arguments.GetRequiredValue(_output);

    /// <summary>Starts the export.</summary>
    /// <exception cref="CommandFailedException">The layout does not fit the profile's tokens.</exception>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public IExport Create(ParseResult arguments, QueryRequest request, Profile profile, ExportSummary summary) =>
        arguments.GetValue(_format) switch
        {
            "parquet" => new ParquetExport(OutputFile.Create(Output(arguments)), summary),
            "jsonl" => new JsonLinesExport(OutputFile.Create(Output(arguments))),
            _ => Tokens(arguments, request, profile, summary.Buckets.Length),
        };

    private TokenExport Tokens(ParseResult arguments, QueryRequest request, Profile profile, int buckets)
    {
        var layout = Layouts.Single(known => known.Name == arguments.GetValue(_layout));
        int? own = profile.HasSeparatorToken ? (int)profile.SeparatorToken : null;
        var separator = arguments.GetValue(_separator) ?? own ?? layout.Separator;
        if (arguments.GetValue(_separator) is null && profile.VocabularySize < separator + 1)
            throw new CommandFailedException(
                $"the tokens of corpus {request.Corpus} are those of {profile.Model}, whose vocabulary of "
                    + $"{profile.VocabularySize:N0} has no token {layout.Separator}, which layout {layout.Name} puts "
                    + "before every document: score the corpus with a model of that tokenizer, or name another token "
                    + "with --separator"
            );
        return new TokenExport(
            Output(arguments),
            arguments.GetValue(_name) ?? request.Corpus,
            request.HeldOut ? "val" : "train",
            layout,
            separator,
            arguments.GetValue(_shardTokens),
            buckets
        );
    }
}
