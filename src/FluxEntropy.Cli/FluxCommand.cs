using FluxEntropy.Cli.Analysis;
using FluxEntropy.Cli.Backups;
using FluxEntropy.Cli.Benchmarks;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Completion;
using FluxEntropy.Cli.Corpora;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Demo;
using FluxEntropy.Cli.Evaluation;
using FluxEntropy.Cli.Exports;
using FluxEntropy.Cli.Metrics;
using FluxEntropy.Cli.Profiles;
using FluxEntropy.Cli.Queries;
using FluxEntropy.Cli.Repairs;
using FluxEntropy.Cli.Scoring;
using FluxEntropy.Cli.Serving;
using FluxEntropy.Cli.Sessions;
using FluxEntropy.Cli.Training;
using FluxEntropy.Cli.Verification;

namespace FluxEntropy.Cli;

/// <summary><c>flux</c> itself: all verbs, in the groups in which help shows them. Nothing below knows of it.</summary>
internal static class FluxCommand
{
    public static GroupedRootCommand Create() =>
        new(
            "FluxEntropy scores text with a language model and trains on it under a curriculum that you retune live.",
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
                        MetricVerbs.Group(),
                        new VerifyVerb(),
                        new RepairVerb(),
                        new BackupVerb(),
                        new RestoreVerb(),
                        ModelVerbs.Group(),
                        BenchVerbs.Group(),
                        new SoakVerb(),
                        new CompletionVerb(),
                    ]
                ),
            ],
            [
                new("demo", "the whole job in one command, on text that is on this machine"),
                new("serve", "start a server that keeps its data in ./flux-data"),
                new("ingest books/ --corpus books --wait", "bring a folder of text in and wait until it is scored"),
                new("query --corpus books --fractions 0.9..1 --limit 10", "the most surprising tenth"),
                new("score notes.txt", "score a text here and now, without a server"),
            ]
        );
}
