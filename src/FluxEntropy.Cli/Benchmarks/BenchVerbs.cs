using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Benchmarks;

/// <summary><c>flux bench …</c></summary>
internal static class BenchVerbs
{
    public static VerbGroup Group() =>
        new(
            "bench",
            "Measure, each figure beside a baseline of the same run",
            new BenchPipelineVerb(),
            new BenchScoringVerb(),
            new BenchDevicesVerb(),
            new BenchRecoveryVerb(),
            new BenchStartVerb(),
            new BenchIdleVerb(),
            new BenchVerifyVerb(),
            new BenchTrainingVerb(),
            new BenchProvenanceVerb(),
            new BenchAttacksVerb(),
            new BenchQuestionsVerb(),
            new BenchAllVerb()
        );
}
