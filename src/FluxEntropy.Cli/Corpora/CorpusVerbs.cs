using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Corpora;

/// <summary><c>flux corpus …</c></summary>
internal static class CorpusVerbs
{
    public static VerbGroup Group() =>
        new(
            "corpus",
            "Create, inspect and delete corpora",
            new CorpusCreateVerb(),
            new CorpusListVerb(),
            new CorpusShowVerb(),
            new CorpusQuarantineVerb(),
            new CorpusCompactVerb(),
            new CorpusDeleteVerb()
        );
}
