using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Serving;

internal sealed class WatchVerb : Verb
{
    private readonly Argument<string> _corpus = new("corpus") { Description = "Name of the corpus" };

    public WatchVerb()
        : base("watch", "Follow the scores of a corpus as they are committed")
    {
        Take(_corpus, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("watch books", "one line for each segment, until Ctrl-C")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var name = arguments.GetRequiredValue(_corpus);
        var json = arguments.GetValue(SharedOptions.Json);
        var watch = new ScoresWatch(client, name);
        terminal.Say($"Watching {name}; Ctrl-C ends it.");

        var clock = Stopwatch.StartNew();
        var (documents, tokens) = (0L, 0L);
        try
        {
            await foreach (var notice in watch.ReadAsync(Lost, cancellationToken))
            {
                documents += notice.Documents;
                tokens += (long)notice.Tokens;
                if (json)
                    terminal.WriteJson(
                        new
                        {
                            notice.Shard,
                            notice.Segment,
                            notice.Documents,
                            notice.Tokens,
                        }
                    );
                else
                    terminal.Output.WriteLine(
                        $"shard {notice.Shard, 3}  segment {notice.Segment, 5}  "
                            + $"{notice.Documents, 5:N0} documents  {notice.Tokens, 9:N0} tokens  "
                            + Units.Rate(tokens / clock.Elapsed.TotalSeconds, "tokens")
                    );
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Say(
                $"Saw {Units.Count(documents, "document")}, {Units.Count(tokens, "token")} "
                    + $"in {Units.Duration(clock.Elapsed)}."
            );
        }

        return 0;

        void Lost(string why) =>
            terminal.Say($"The server was lost ({why.TrimEnd('.')}); waiting for it to come back.");
    }
}
