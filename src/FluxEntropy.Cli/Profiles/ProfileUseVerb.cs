using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Profiles;

internal sealed class ProfileUseVerb : Verb
{
    private readonly Argument<string> _corpus = new("corpus") { Description = "Name of the corpus" };
    private readonly Argument<string> _profile = new("profile")
    {
        Description = "Hash of one of its profiles, or its first characters",
    };
    private readonly Option<bool> _incomplete = new("--incomplete")
    {
        Description = "Switch even if documents are not scored under it yet",
    };

    public ProfileUseVerb()
        : base("use", "Make a profile the active one; sessions keep the one they started with")
    {
        Take(_corpus, _profile, _incomplete, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("profile use books 3f9c", "answer queries under the profile whose hash begins with 3f9c")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new ActivateProfileRequest
        {
            Corpus = arguments.GetRequiredValue(_corpus),
            Profile = arguments.GetRequiredValue(_profile),
            Incomplete = arguments.GetValue(_incomplete),
        };
        var used = await client.Profiles.ActivateAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(ProfileText.Json(used));
        else
            terminal.Say(ProfileText.Line(used));
        return 0;
    }
}
