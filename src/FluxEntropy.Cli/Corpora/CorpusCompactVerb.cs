using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusCompactVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the corpus" };
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Profile whose scores are written, by the first characters of its hash [the active one]",
        HelpName = "HASH",
    };

    public CorpusCompactVerb()
        : base("compact", "Write the scores of a corpus to Parquet files for pandas, Polars or DuckDB")
    {
        Take(_name, _profile, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("corpus compact books", "into the data folder; scores that are already in a file stay there")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new CompactRequest
        {
            Corpus = arguments.GetRequiredValue(_name),
            Profile = arguments.GetValue(_profile) ?? "",
        };
        var made = await client.Corpora.CompactAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new
                {
                    made.Tables,
                    made.Rows,
                    made.Bytes,
                    made.Folder,
                }
            );
        else
            terminal.Say(
                $"{Units.Count(made.Tables, "file")} of {Units.Count((long)made.Rows, "row")} "
                    + $"({Units.Bytes((long)made.Bytes)}) written to {made.Folder}/ in the data folder."
            );
        return 0;
    }
}
