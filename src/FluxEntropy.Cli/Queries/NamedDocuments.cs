using System.CommandLine;
using System.Runtime.CompilerServices;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>Documents that a command line names, one by one or in a file.</summary>
internal sealed class NamedDocuments
{
    private const int IdsACall = 1000;

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
    public async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        ParseResult arguments,
        GetScoresRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var ids = (arguments.GetValue(_id) ?? []).Concat(
            arguments.GetValue(_file) is { } file ? IdFile.Read(file) : []
        );
        foreach (var some in ids.Chunk(IdsACall))
        {
            var page = request.Clone();
            page.Ids.Add(some);
            var answer = await client.Scores.GetAsync(page, cancellationToken: cancellationToken);
            foreach (var document in answer.Documents)
                yield return document;
        }
    }
}
