using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusQuarantineVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the corpus" };
    private readonly Option<uint> _limit = new("--limit")
    {
        Description = "At most this many",
        HelpName = "N",
        DefaultValueFactory = _ => 1000,
    };

    public CorpusQuarantineVerb()
        : base("quarantine", "List the records that were quarantined, and why")
    {
        Take(_name, _limit, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("corpus quarantine books --json", "one JSON object a record: source, line, id, reason")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new QuarantineRequest
        {
            Corpus = arguments.GetRequiredValue(_name),
            Limit = arguments.GetValue(_limit),
        };
        var json = arguments.GetValue(SharedOptions.Json);
        using var call = client.Corpora.Quarantine(request, cancellationToken: cancellationToken);
        var count = 0;
        await foreach (var record in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            count++;
            if (json)
                terminal.WriteJson(
                    new
                    {
                        record.Source,
                        record.Line,
                        record.Id,
                        record.Shard,
                        record.Reason,
                    }
                );
            else
                Prose.Write(terminal.Data, Printable.Line($"{PlaceOf(record)}: {record.Reason}"));
        }

        if (count == 0)
            terminal.Say("Nothing was quarantined.");
        return 0;
    }

    private static string PlaceOf(QuarantinedRecord record) =>
        record.Source.Length == 0 ? record.Id
        : record.Line == 0 ? record.Source
        : $"{record.Source}:{record.Line}";
}
