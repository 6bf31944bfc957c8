using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.V1;
using Google.Protobuf;

namespace FluxEntropy.Cli.Verbs;

/// <summary>The options by which a curriculum is said on a command line, or read from a JSON file in the form of the protocol.</summary>
internal sealed class CurriculumOptions
{
    private const uint DefaultBins = 6;

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description = "Which bins are served when: uniform (the control), sequential (low to high), reverse, manual (--weights), keyframes (--keyframe)",
        HelpName = "uniform|sequential|reverse|manual|keyframes",
    };

    private readonly Option<uint?> _bins = new("--bins") { HelpName = "K" };

    private readonly Option<double[]?> _weights = new("--weights")
    {
        Description = "Weight of each bin, lowest first, for a manual schedule: 3,1,0",
        HelpName = "W,W,…",
        CustomParser = result => Weights(result.Tokens[0].Value, result.AddError),
    };

    private readonly Option<string[]> _keyFrames = new("--keyframe")
    {
        Description = "Weights at a progress from 0 to 1, for a keyframes schedule; repeat it: 0:1,0,0",
        HelpName = "AT:W,W,…",
    };

    private readonly Option<string?> _interpolation = new("--interpolation") { Description = "Between key frames", HelpName = "linear|step" };

    private readonly Option<string?> _order = new("--order") { Description = "Order within a bin", HelpName = "shuffled|ascending|descending" };

    private readonly Option<string?> _mass = new("--mass") { Description = "What bins are equal in", HelpName = "tokens|documents" };

    private readonly Option<string?> _file = new("--curriculum")
    {
        Description = "Read it from a JSON file, in the form that 'flux curriculum show --json' prints; other options then change it",
        HelpName = "FILE",
    };

    /// <param name="schedule">Said of the default schedule.</param>
    public CurriculumOptions(string schedule, string bins)
    {
        _schedule.Description += $" [{schedule}]";
        _bins.Description = $"Bins, from the lowest to the highest value of the metric, 1 to 256 [{bins}]";
        _schedule.AcceptOnlyFromAmong("uniform", "sequential", "reverse", "manual", "keyframes");
        _interpolation.AcceptOnlyFromAmong("linear", "step");
        _order.AcceptOnlyFromAmong("shuffled", "ascending", "descending");
        _mass.AcceptOnlyFromAmong("tokens", "documents");
    }

    public Symbol[] All => [_schedule, _bins, _weights, _keyFrames, _interpolation, _order, _mass, _file];

    /// <summary>The curriculum asked for; what was not said stays as in <paramref name="current"/>, or takes its default.</summary>
    public CurriculumSpec Read(ParseResult arguments, CurriculumSpec? current)
    {
        var spec = arguments.GetValue(_file) is { } file ? FromFile(file) : current?.Clone() ?? new CurriculumSpec();
        var weights = arguments.GetValue(_weights) is { Length: > 0 } given ? given : null;
        var frames = (arguments.GetValue(_keyFrames) ?? []).Select(KeyFrame).ToList();
        var schedule = arguments.GetValue(_schedule) ?? (weights is not null ? "manual" : frames.Count > 0 ? "keyframes" : null);
        if (schedule is not null)
            SetSchedule(spec, schedule, weights, frames, arguments.GetValue(_interpolation));
        else if (spec.ScheduleCase == CurriculumSpec.ScheduleOneofCase.None)
            spec.Sequential = new();

        uint? said = weights is not null ? (uint)weights.Length : frames.Count > 0 ? (uint)frames[0].Weights.Count : null;
        spec.Bins = arguments.GetValue(_bins) ?? said ?? (spec.Bins > 0 ? spec.Bins : DefaultBins);
        if (arguments.GetValue(_order) is { } order)
            spec.Order = Enum.Parse<CurriculumSpec.Types.Order>(order, ignoreCase: true);
        if (arguments.GetValue(_mass) is { } mass)
            spec.Mass = Enum.Parse<CurriculumSpec.Types.Mass>(mass, ignoreCase: true);
        return spec;
    }

    private static void SetSchedule(
        CurriculumSpec spec, string schedule, double[]? weights, List<CurriculumSpec.Types.KeyFrame> frames, string? interpolation)
    {
        switch (schedule)
        {
            case "uniform":
                spec.Uniform = new();
                break;
            case "sequential":
                spec.Sequential = new();
                break;
            case "reverse":
                spec.Reverse = new();
                break;
            case "manual":
                spec.Manual = new() { Weights = { weights ?? throw new CommandFailedException("a manual schedule needs --weights, one for each bin: --weights 3,1,0") } };
                break;
            default:
                if (frames.Count == 0)
                    throw new CommandFailedException("a keyframes schedule needs at least one --keyframe: --keyframe 0:1,0,0 --keyframe 1:0,0,1");
                spec.KeyFrames = new() { Frames = { frames.OrderBy(frame => frame.At) } };
                if (interpolation is not null)
                    spec.KeyFrames.Interpolation = Enum.Parse<CurriculumSpec.Types.Interpolation>(interpolation, ignoreCase: true);
                break;
        }
    }

    private static CurriculumSpec.Types.KeyFrame KeyFrame(string text)
    {
        string? error = null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var weights = colon > 0 ? Weights(text[(colon + 1)..], message => error = message) : null;
        return error is null && weights is not null && double.TryParse(text[..colon], out var at)
            ? new() { At = at, Weights = { weights } }
            : throw new CommandFailedException($"--keyframe '{text}': expected a progress, a colon, and weights, such as 0.5:1,2,1");
    }

    private static double[]? Weights(string text, Action<string> refuse)
    {
        var weights = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, out var weight))
            {
                refuse($"'{part}' is not a weight; expected numbers such as 3,1,0.5");
                return null;
            }

            weights.Add(weight);
        }

        return [.. weights];
    }

    private static CurriculumSpec FromFile(string file)
    {
        try
        {
            return JsonParser.Default.Parse<CurriculumSpec>(File.ReadAllText(file));
        }
        catch (Exception broken) when (broken is InvalidProtocolBufferException or InvalidJsonException)
        {
            throw new CommandFailedException($"{file} is not a curriculum: {broken.Message}");
        }
    }
}
