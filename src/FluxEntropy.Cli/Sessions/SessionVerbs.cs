using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Sessions;

/// <summary><c>flux session …</c></summary>
internal static class SessionVerbs
{
    public static VerbGroup Group() =>
        new(
            "session",
            "Create and inspect training sessions",
            new SessionCreateVerb(),
            new SessionListVerb(),
            new SessionShowVerb(),
            new SessionDocumentsVerb(),
            new SessionStepsVerb()
        );
}
