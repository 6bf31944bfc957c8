using System.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Sessions;

/// <summary>What is fixed when a session is created, and the curriculum that it starts with.</summary>
internal sealed class SessionOptions
{
    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to train on",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<ulong> _steps = new("--steps")
    {
        Description = "Steps of the whole run",
        HelpName = "N",
        Required = true,
    };

    private readonly Option<string> _metric = new("--metric")
    {
        Description = "Metric that the session orders by",
        HelpName = "METRIC",
        DefaultValueFactory = _ => "entropy.mean",
    };

    private readonly Option<uint> _batch = new("--batch")
    {
        Description = "Rows of a global batch, 1 to 4,096",
        HelpName = "ROWS",
        DefaultValueFactory = _ => 8,
    };

    private readonly Option<uint> _time = new("--time")
    {
        Description = "Predicted tokens of a row, 8 to 8,192",
        HelpName = "TOKENS",
        DefaultValueFactory = _ => 128,
    };

    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of every draw",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };

    private readonly CurriculumOptions _curriculum = new("sequential", "6");

    public IEnumerable<Symbol> All => [_corpus, _steps, _metric, _batch, _time, _seed, .. _curriculum.All];

    public CreateSessionRequest Read(ParseResult arguments, string name) =>
        new()
        {
            Name = name,
            Corpus = arguments.GetRequiredValue(_corpus),
            Metric = arguments.GetRequiredValue(_metric),
            Curriculum = _curriculum.Read(arguments, current: null),
            Batch = arguments.GetValue(_batch),
            Time = arguments.GetValue(_time),
            TotalSteps = arguments.GetValue(_steps),
            Seed = arguments.GetValue(_seed),
        };
}
