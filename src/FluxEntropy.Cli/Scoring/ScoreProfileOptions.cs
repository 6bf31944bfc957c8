using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Cli.Scoring;

/// <summary>The options that decide what scores are scores of, given a model.</summary>
internal sealed class ScoreProfileOptions
{
    /// <summary>Tokens after which the original project cut documents.</summary>
    private const int OriginalTokens = 512;

    private readonly Option<string> _positions = new("--positions")
    {
        Description = "Positions that a document's metrics count",
        HelpName = "predicting|all|last",
        DefaultValueFactory = _ => "predicting",
    };
    private readonly Option<bool> _truncate = new("--truncate")
    {
        Description = "Cut documents to one window, in place of scoring longer ones in several",
    };
    private readonly Option<int?> _window = new("--window")
    {
        Description = "Tokens that the model reads at a time, from 2 [its context]",
        HelpName = "N",
    };
    private readonly Option<int?> _stride = new("--stride")
    {
        Description =
            "Tokens by which the windows of a longer document advance: each token but a document's "
            + "first has at least window − stride tokens before it [half the window]",
        HelpName = "N",
    };
    private readonly BosOptions _bos = new();
    private readonly Option<bool> _parseSpecial = SpecialTokens.Parsed();
    private readonly Option<bool> _seedCompatible = new("--seed-compatible")
    {
        Description =
            "Count as the original Python project did: --positions all (BOS and the final "
            + $"distribution included), documents cut at {OriginalTokens} tokens or the model's context "
            + "where that is smaller, special tokens written out in a text taken as such. Entropies "
            + "are in nats either way; the original kept them in bfloat16, so they differ in the "
            + "second or third decimal",
    };

    public ScoreProfileOptions() => _positions.AcceptOnlyFromAmong("predicting", "all", "last");

    public Symbol[] All => [_positions, _window, _stride, _truncate, .. _bos.All, _parseSpecial, _seedCompatible];

    /// <summary>Refuses options that contradict each other, before anything is read.</summary>
    /// <exception cref="WrongUsageException">Some do; the message names them.</exception>
    public void Check(ParseResult arguments)
    {
        if (arguments.GetValue(_window) is < 2 and var window)
            throw new WrongUsageException($"--window {window} is too small; give 2 or more");
        if (arguments.GetValue(_stride) is < 1 and var stride)
            throw new WrongUsageException($"--stride {stride} is too small; give 1 or more");
        if (arguments.GetValue(_truncate) && arguments.GetValue(_stride) is not null)
            throw new WrongUsageException(
                "--stride has no meaning with --truncate, which leaves one window; give one of them"
            );
        if (!arguments.GetValue(_seedCompatible))
            return;
        if (
            arguments.GetResult(_positions) is { Implicit: false }
            && arguments.GetRequiredValue(_positions) is not "all" and var positions
        )
            throw new WrongUsageException($"--seed-compatible counts all positions; leave out --positions {positions}");
        if (_bos.All.FirstOrDefault(option => arguments.GetValue(option)) is { } bos)
            throw new WrongUsageException(
                $"--seed-compatible reads texts as the tokenizer makes them; leave out {bos.Name}"
            );
        foreach (var option in new[] { _window, _stride }.Where(option => arguments.GetValue(option) is not null))
            throw new WrongUsageException(
                $"--seed-compatible cuts documents at {OriginalTokens} tokens; leave out {option.Name}"
            );
    }

    /// <summary>The profile asked for.</summary>
    /// <param name="profile">The model's own: its context as window.</param>
    /// <exception cref="WrongUsageException">Window or stride do not fit the model.</exception>
    public ScoringProfile Of(ParseResult arguments, ScoringProfile profile, Terminal terminal)
    {
        if (arguments.GetValue(_seedCompatible))
            return SeedCompatible(profile, terminal);
        var window = arguments.GetValue(_window) ?? profile.WindowTokens;
        if (window > profile.WindowTokens)
            throw new WrongUsageException(
                $"--window {window} is more than {profile.Model} reads at a time; give 2 to {profile.WindowTokens}"
            );
        var stride = arguments.GetValue(_stride) ?? Math.Max(1, window / 2);
        if (stride > window)
            throw new WrongUsageException(
                $"--stride {stride} would leave tokens between windows of {window} unread; give 1 to {window}"
            );
        return _bos.Of(arguments, profile) with
        {
            WindowTokens = window,
            StrideTokens = arguments.GetValue(_truncate) ? 0 : stride,
            Positions = Enum.Parse<ScoredPositions>(arguments.GetRequiredValue(_positions), ignoreCase: true),
            ParseSpecialTokens = arguments.GetValue(_parseSpecial),
        };
    }

    private static ScoringProfile SeedCompatible(ScoringProfile profile, Terminal terminal)
    {
        var window = Math.Min(OriginalTokens, profile.WindowTokens);
        if (window < OriginalTokens)
            terminal.Warn(
                $"Documents are cut at {window} tokens, which is all that {profile.Model} reads; the "
                    + $"original cut them at {OriginalTokens}, so longer ones do not compare."
            );
        return profile with
        {
            WindowTokens = window,
            StrideTokens = 0,
            Positions = ScoredPositions.All,
            ParseSpecialTokens = true,
        };
    }
}
