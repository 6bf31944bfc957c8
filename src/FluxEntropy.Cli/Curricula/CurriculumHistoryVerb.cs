using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumHistoryVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };

    public CurriculumHistoryVerb()
        : base("history", "List every version of a curriculum: what it was, from which step, who set it and why")
    {
        Take(_session, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("curriculum history easy-first", "oldest first; 'curriculum rollback' goes back to one")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var history = await client.ReadHistoryAsync(arguments.GetRequiredValue(_session), cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var version in history)
                terminal.WriteJson(
                    new
                    {
                        version.Version,
                        version.FromStep,
                        replacedBy = version.HasReplacedBy ? version.ReplacedBy : (ulong?)null,
                        version.Author,
                        version.Reason,
                        time = version.Time.ToDateTimeOffset(),
                        curriculum = CurriculumText.Json(version.Curriculum),
                    }
                );
            return 0;
        }

        foreach (var version in history)
        {
            var why = string.Join(": ", new[] { version.Author, version.Reason }.Where(text => text.Length > 0));
            Facts.Write(
                terminal.Data,
                $"version {version.Version}, from step {version.FromStep:N0}",
                [
                    ("schedule", CurriculumText.Of(version.Curriculum)),
                    ("since", $"{version.Time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC"),
                    .. why.Length > 0 ? [("by", why)] : Array.Empty<(string, string)>(),
                    .. version.HasReplacedBy
                        ? [("replaced", $"by version {version.ReplacedBy}, before it held")]
                        : Array.Empty<(string, string)>(),
                ]
            );
        }

        return 0;
    }
}
