using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Scoring;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Profiles;

internal sealed class ProfileAddVerb : Verb
{
    private readonly Argument<string> _corpus = new("corpus") { Description = "Corpus to score under another profile" };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "Name of a model that the server was started with [the first]",
        HelpName = "NAME",
    };
    private readonly Option<string> _positions = new("--positions")
    {
        Description = "Positions that a document's metrics count",
        HelpName = "predicting|all|last",
        DefaultValueFactory = _ => "predicting",
    };
    private readonly Option<uint> _window = new("--window")
    {
        Description = "Tokens that the model reads at a time, at least 2; 0: its context",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<uint> _stride = new("--stride")
    {
        Description = "Tokens by which the windows of a longer document advance; 0: half the window",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private readonly Option<bool> _truncate = new("--truncate")
    {
        Description = "Cut documents to one window, rather than score longer ones in several",
    };

    private readonly BosOptions _bos = new();
    private readonly Option<bool> _parseSpecial = SpecialTokens.Parsed();

    public ProfileAddVerb()
        : base("add", "Score a corpus under another profile as well, later documents included")
    {
        _positions.AcceptOnlyFromAmong("predicting", "all", "last");
        Take([
            _corpus,
            _model,
            _positions,
            _window,
            _stride,
            _truncate,
            .. _bos.All,
            _parseSpecial,
            SharedOptions.Json,
            SharedOptions.Server,
        ]);
        Examples =
        [
            new(
                "profile add books --model Qwen2.5-0.5B",
                "a second model; 'flux profile list books' shows its progress"
            ),
            new("profile add chats --parse-special", "conversations that were ingested by a chat template"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new AddProfileRequest
        {
            Corpus = arguments.GetRequiredValue(_corpus),
            Model = arguments.GetValue(_model) ?? "",
            Positions = arguments.GetRequiredValue(_positions),
            WindowTokens = arguments.GetValue(_window),
            StrideTokens = arguments.GetValue(_stride),
            Truncate = arguments.GetValue(_truncate),
            PrefixEndOfText = _bos.PrefixesEndOfText(arguments),
            BosEachWindow = _bos.BosEachWindow(arguments),
            ParseSpecialTokens = arguments.GetValue(_parseSpecial),
        };
        var added = await client.Profiles.AddAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(ProfileText.Json(added));
        else
            terminal.Say(
                $"{ProfileText.Line(added)}. When all are, "
                    + $"'flux profile use {request.Corpus} {added.Profile.Hash[..8]}' switches to it."
            );
        return 0;
    }
}
