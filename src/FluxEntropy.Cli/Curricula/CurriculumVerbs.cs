using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Curricula;

/// <summary><c>flux curriculum …</c></summary>
internal static class CurriculumVerbs
{
    public static VerbGroup Group() =>
        new(
            "curriculum",
            "Inspect a session's curriculum, and retune it while it trains",
            new CurriculumShowVerb(),
            new CurriculumSetVerb(),
            new CurriculumPreviewVerb(),
            new CurriculumHistoryVerb(),
            new CurriculumRollbackVerb(),
            new CurriculumWatchVerb(),
            new CurriculumSchemaVerb()
        );
}
