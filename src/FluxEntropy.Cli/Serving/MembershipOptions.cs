using System.CommandLine;
using System.Globalization;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Server.Clustering;

namespace FluxEntropy.Cli.Serving;

/// <summary>The options that say how soon a silent process of a cluster is considered dead.</summary>
internal sealed class MembershipOptions
{
    private static readonly MembershipSettings Defaults = new();

    private readonly Option<double> _probe = new("--probe-timeout")
    {
        Description = "In a cluster: seconds between two probes of a process, and how long to wait for an answer",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => Defaults.ProbeTimeout.TotalSeconds,
    };

    private readonly Option<int> _missed = new("--missed-probes")
    {
        Description =
            "In a cluster: consecutive probes that a process may leave unanswered before it is considered dead",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.MissedProbes,
    };

    public MembershipOptions()
    {
        _probe.Validators.Add(
            OptionParsers.Validator<double>(
                (result, seconds) =>
                {
                    if (seconds is not (>= 0.1 and <= 600))
                        result.AddError("--probe-timeout: expected 0.1 to 600 seconds");
                }
            )
        );
        _missed.Validators.Add(OptionParsers.AtLeast(1, "probe"));
    }

    public Option[] All => [_probe, _missed];

    public MembershipSettings Of(ParseResult arguments) =>
        new()
        {
            ProbeTimeout = TimeSpan.FromSeconds(arguments.GetValue(_probe)),
            MissedProbes = arguments.GetValue(_missed),
        };

    /// <summary>The same settings as arguments of another process.</summary>
    public static IReadOnlyList<string> Text(MembershipSettings settings) =>
        [
            "--probe-timeout",
            settings.ProbeTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            "--missed-probes",
            settings.MissedProbes.ToString(CultureInfo.InvariantCulture),
        ];
}
