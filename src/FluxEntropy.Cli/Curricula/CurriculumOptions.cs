using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Curricula;
using FluxEntropy.Server.Services;
using FluxEntropy.Sketches;
using FluxEntropy.V1;
using Curriculum = FluxEntropy.Curricula.Curriculum;

namespace FluxEntropy.Cli.Curricula;

/// <summary>The options that describe a curriculum, on the command line or in a YAML or JSON file.</summary>
internal sealed class CurriculumOptions
{
    private const string DefaultSchedule = "sequential";

    private readonly Option<string?> _schedule = new("--schedule")
    {
        Description =
            "Which bins are served when, such as uniform (the control), reverse, manual(3,1,0) or "
            + "\"sequential | warmup(0.4)\"; 'flux curriculum schema' lists all",
        HelpName = "SCHEDULE",
    };

    private readonly Option<int?> _bins = new("--bins") { HelpName = "K" };

    private readonly Option<BinOrder?> _order = new("--order")
    {
        Description = "Order within a bin",
        HelpName = "shuffled|ascending|descending",
    };

    private readonly Option<Mass?> _mass = new("--mass")
    {
        Description = "What bins are equal in",
        HelpName = "tokens|documents",
    };

    private readonly Option<DryBinPolicy?> _dry = new("--dry")
    {
        Description = "What happens once all documents of a bin have been served",
        HelpName = "repeat|neighbour|stop",
    };

    private readonly Option<string?> _file = new("--curriculum")
    {
        Description =
            "Read it from a YAML or JSON file, such as 'flux curriculum show --json' prints; other options then change it",
        HelpName = "FILE",
    };

    /// <param name="schedule">What help says the default schedule is.</param>
    /// <param name="bins">What help says the default number of bins is.</param>
    public CurriculumOptions(string schedule, string bins)
    {
        _schedule.Description += $" [{schedule}]";
        _bins.Description = $"Bins, from the lowest to the highest value of the metric, 1 to 256 [{bins}]";
    }

    public Symbol[] All => [_schedule, _bins, _order, _mass, _dry, _file];

    /// <summary>The curriculum asked for; what no option names stays as in <paramref name="current"/>, or takes its default.</summary>
    /// <exception cref="WrongUsageException">It is no curriculum; the message says what is wrong and where.</exception>
    public CurriculumSpec Read(ParseResult arguments, CurriculumSpec? current)
    {
        var curriculum = current is null ? null : CurriculumMessages.Of(current);
        if (arguments.GetValue(_file) is { } file)
            curriculum = Read(File.ReadAllText(file), $"{file}: ", null);
        if (arguments.GetValue(_schedule) is { } schedule)
            curriculum = Read(schedule, "--", curriculum);
        curriculum ??= Read(DefaultSchedule, "", null);
        if (arguments.GetValue(_bins) is { } bins)
            curriculum = curriculum with { Bins = bins };
        curriculum = curriculum with
        {
            Order = arguments.GetValue(_order) ?? curriculum.Order,
            Mass = arguments.GetValue(_mass) ?? curriculum.Mass,
            Dry = arguments.GetValue(_dry) ?? curriculum.Dry,
        };
        return curriculum.Problem() is { } problem
            ? throw new WrongUsageException(problem)
            : CurriculumMessages.Of(curriculum);
    }

    private static Curriculum Read(string text, string where, Curriculum? current)
    {
        try
        {
            return CurriculumJson.ReadAny(text, current);
        }
        catch (FormatException broken)
        {
            throw new WrongUsageException(where + broken.Message);
        }
    }
}
