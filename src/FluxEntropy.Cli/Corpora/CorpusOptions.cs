using System.CommandLine;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

/// <summary>What is fixed when a corpus is created.</summary>
internal sealed class CorpusOptions
{
    private readonly Option<uint> _shards = new("--shards")
    {
        Description = "Shards of a new corpus, 1 to 1,024, fixed once created",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<uint> _groups = new("--groups")
    {
        Description = "Aggregators of a new corpus, from 1 to as many as shards [2, or 1 for a single shard]",
        HelpName = "N",
    };

    private readonly Option<double> _heldOut = new("--held-out")
    {
        Description = "Share of a new corpus's texts to hold out from training, 0 to 0.5",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0,
    };

    public Symbol[] All => [_shards, _groups, _heldOut];

    public CreateCorpusRequest Read(ParseResult arguments, string name) =>
        new()
        {
            Name = name,
            Shards = arguments.GetValue(_shards),
            Groups = arguments.GetValue(_groups),
            HeldOutFraction = arguments.GetValue(_heldOut),
        };
}
