using System.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>Documents that a command line names, one by one or in a file.</summary>
internal sealed class NamedDocuments
{
    private readonly Option<string[]> _id = new("--id")
    {
        Description = "These documents, in this order",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string?> _file = new("--ids")
    {
        Description = "Documents named in a file, one id a line; '-' for standard input",
        HelpName = "FILE",
    };

    /// <summary>Both ways to name them.</summary>
    public Option[] All => [_id, _file];

    /// <summary>Whether any were named.</summary>
    public bool AreGiven(ParseResult arguments) =>
        All.Any(option => arguments.GetResult(option) is { Implicit: false });

    /// <summary>Asks for them, in their order.</summary>
    public IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        ParseResult arguments,
        GetScoresRequest request,
        CancellationToken cancellationToken
    )
    {
        request.Ids.Add(arguments.GetValue(_id) ?? []);
        request.Ids.Add(arguments.GetValue(_file) is { } file ? IdFile.Read(file) : []);
        return client.ReadScoresAsync(request, cancellationToken);
    }
}
