using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Curricula;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumSchemaVerb : Verb
{
    public CurriculumSchemaVerb()
        : base("schema", "Print the JSON Schema of curriculum files, which lists every schedule with its arguments")
    {
        Examples =
        [
            new("curriculum schema > curriculum.schema.json", "for an editor that checks YAML and JSON as you write"),
        ];
    }

    public override Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Output.WriteLine(CurriculumJson.Schema());
        return Task.FromResult(0);
    }
}
