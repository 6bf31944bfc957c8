using System.CommandLine;
using FluxEntropy.Scores;

namespace FluxEntropy.Cli.Scoring;

/// <summary>The options that decide what stands before a text.</summary>
internal sealed class BosOptions
{
    private readonly Option<bool> _prefixEndOfText = new("--prefix-end-of-text")
    {
        Description =
            "Put the model's end-of-text token before every document where its tokenizer adds no BOS, so that the first token is "
            + "predicted too, as it is by models with a BOS",
    };

    private readonly Option<bool> _bosEachWindow = new("--bos-each-window")
    {
        Description =
            "Begin every window of a longer document with BOS, or with the end-of-text token in its place, not the first alone",
    };

    public IReadOnlyList<Option<bool>> All => [_prefixEndOfText, _bosEachWindow];

    public bool PrefixesEndOfText(ParseResult arguments) => arguments.GetValue(_prefixEndOfText);

    public bool BosEachWindow(ParseResult arguments) => arguments.GetValue(_bosEachWindow);

    /// <summary>The profile with what was asked for.</summary>
    public ScoringProfile Of(ParseResult arguments, ScoringProfile profile) =>
        profile with
        {
            PrefixEndOfText = PrefixesEndOfText(arguments),
            PredictedBytes = profile.PredictedBytes && !PrefixesEndOfText(arguments),
            BosEachWindow = BosEachWindow(arguments),
        };
}
