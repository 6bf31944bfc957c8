using System.CommandLine;
using FluxEntropy.Cli.Verbs;

namespace FluxEntropy.Cli.CommandLine;

/// <summary><c>flux</c> itself: all verbs, in the groups in which help shows them.</summary>
internal sealed class FluxCommand : RootCommand
{
    public static readonly IReadOnlyList<Example> Examples =
    [
        new("demo", "the whole job in one command, on text that is on this machine"),
        new("serve", "start a server that keeps its data in ./flux-data"),
        new("ingest books/ --corpus books --wait", "bring a folder of text in and wait until it is scored"),
        new("query --corpus books --fractions 0.9..1 --limit 10", "the most surprising tenth"),
        new("score notes.txt", "score a text here and now, without a server"),
    ];

    public FluxCommand()
        : base(
            "FluxEntropy scores text with a language model and trains on it under a curriculum that you retune live."
        )
    {
        Groups =
        [
            ("Begin here", [new DemoVerb()]),
            (
                "A server and its corpora",
                [
                    new ServeVerb(),
                    new IngestVerb(),
                    new DeleteVerb(),
                    CorpusVerbs.Group(),
                    ProfileVerbs.Group(),
                    new QueryVerb(),
                    new WatchVerb(),
                    new HealthVerb(),
                ]
            ),
            (
                "Training under a curriculum",
                [SessionVerbs.Group(), CurriculumVerbs.Group(), new TrainVerb(), new ExportVerb()]
            ),
            ("Asking what scores say", [AnalyzeVerbs.Group(), EvalVerbs.Group()]),
            (
                "Without a server",
                [
                    new ScoreVerb(),
                    new TokenizeVerb(),
                    new VerifyVerb(),
                    ModelVerbs.Group(),
                    BenchVerbs.Group(),
                    new SoakVerb(),
                ]
            ),
        ];
        foreach (var verb in Groups.SelectMany(group => group.Verbs))
            Subcommands.Add(verb);
        Options.Add(SharedOptions.Verbose);
    }

    /// <summary>Verbs by what they are for.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<Command> Verbs)> Groups { get; }
}
