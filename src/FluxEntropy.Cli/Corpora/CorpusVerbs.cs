using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Corpora;

/// <summary><c>flux corpus …</c></summary>
internal static class CorpusVerbs
{
    public static VerbGroup Group() =>
        new(
            "corpus",
            "Make corpora and look at them",
            new CorpusCreateVerb(),
            new CorpusListVerb(),
            new CorpusShowVerb(),
            new CorpusQuarantineVerb(),
            new CorpusCompactVerb(),
            new CorpusRescoreVerb(),
            new CorpusDeleteVerb()
        );
}
