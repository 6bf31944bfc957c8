using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Profiles;

internal sealed class ProfileListVerb : Verb
{
    private readonly Argument<string> _corpus = new("corpus") { Description = "Name of the corpus" };

    public ProfileListVerb()
        : base("list", "List the profiles that a corpus is scored under, and their progress")
    {
        Take(_corpus, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("profile list books", "the active one first")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var profiles = await client.ListProfilesAsync(arguments.GetRequiredValue(_corpus), cancellationToken);
        foreach (var profile in profiles)
        {
            if (arguments.GetValue(SharedOptions.Json))
                terminal.WriteJson(ProfileText.Json(profile));
            else
                Prose.Write(terminal.Data, ProfileText.Line(profile), hanging: 10);
        }
        return 0;
    }
}
