using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Profiles;

/// <summary><c>flux profile …</c></summary>
internal static class ProfileVerbs
{
    public static VerbGroup Group() =>
        new(
            "profile",
            "Score a corpus under a second model beside the first, and switch",
            new ProfileAddVerb(),
            new ProfileListVerb(),
            new ProfileUseVerb()
        );
}
