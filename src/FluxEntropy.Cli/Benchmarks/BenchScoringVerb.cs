using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Scoring;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchScoringVerb : Verb
{
    private const string SmolLm2 = "smollm2-135m";

    private readonly Option<string?> _geometry = new("--geometry")
    {
        Description = $"Geometry to measure with random weights [{SmolLm2}]",
        HelpName = SmolLm2,
    };
    private readonly Option<string?> _model = new("--model")
    {
        Description = "Model to measure in place of a geometry: a Hugging Face folder, or an id in the local cache",
        HelpName = "DIR",
    };
    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Threads that score",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    private readonly Option<int> _texts = new("--texts")
    {
        Description =
            "Texts, their lengths log-normal with a median of 180 tokens, 16 to 512; and a quarter as many of 512",
        HelpName = "N",
        DefaultValueFactory = _ => 64,
    };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds, of which medians count",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };
    private readonly Option<int> _vocabulary = new("--vocabulary")
    {
        Description = "Entries of the geometry's vocabulary, to see that memory does not grow with it",
        HelpName = "N",
        DefaultValueFactory = _ => 49_152,
    };

    // What the processes that measure are told.
    private readonly Option<ScoringBenchmarkPart?> _part = new("--part") { Hidden = true };
    private readonly Option<bool> _full = new("--full") { Hidden = true };

    public BenchScoringVerb()
        : base(
            "scoring",
            "Measure scoring against the original project's algorithm and against the machine's own matrix products"
        )
    {
        _geometry.AcceptOnlyFromAmong(SmolLm2);
        _threads.Validators.Add(OptionParsers.AtLeast(1, "thread"));
        _texts.Validators.Add(OptionParsers.AtLeast(1, "text"));
        _rounds.Validators.Add(OptionParsers.AtLeast(1, "round"));
        _vocabulary.Validators.Add(OptionParsers.AtLeast(2, "entries"));
        Validators.Add(result => OptionParsers.RequireOne(result, _geometry, _model));
        Take(_geometry, _model, _threads, _texts, _rounds, _vocabulary, SharedOptions.Json, _part, _full);
        Examples =
        [
            new("bench scoring --json", "about five minutes a round; one JSON object with seedRatio and matrixRatio"),
            new("bench scoring --model ~/models/SmolLM2-135M --rounds 1", "a model of your own"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var model = arguments.GetValue(_model);
        var benchmark = new ScoringBenchmarkOptions
        {
            ModelFolder = model is null ? null : ModelOptions.FolderOf(model),
            Threads = arguments.GetValue(_threads),
            Texts = arguments.GetValue(_texts),
            FullLength = arguments.GetValue(_full),
            Vocabulary = arguments.GetValue(_vocabulary),
        };
        if (arguments.GetValue(_part) is { } part)
        {
            terminal.WriteJson(await ScoringBenchmark.MeasureAsync(part, benchmark, cancellationToken));
            return 0;
        }

        var options = new ScoringBenchOptions
        {
            Benchmark = benchmark,
            Geometry = model ?? SmolLm2,
            Rounds = arguments.GetValue(_rounds),
        };
        var report = await new ScoringBench(options, terminal.Say).RunAsync(cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return 0;
    }

    private static void Write(Terminal terminal, ScoringBenchReport report)
    {
        Facts.Write(
            terminal.Data,
            $"{report.Geometry}: {report.Parameters:N0} parameters, {Units.Bytes(report.WeightBytes)} "
                + $"of weights, {Units.Count(report.Threads, "thread")}; medians of {report.Rounds} (least "
                + "to most)",
            [("float32 products", $"{Text(report.MatrixOperationsPerSecond, 1e9)} GFLOP/s")]
        );
        Write(terminal, "log-normal lengths", report.LogNormal);
        Write(terminal, "all of 512 tokens", report.Full);
    }

    private static void Write(Terminal terminal, string title, ScoringSet set) =>
        Facts.Write(
            terminal.Data,
            $"{title}: {Units.Count(set.Texts, "text")}, {Units.Count(set.Tokens, "token")}",
            [
                (
                    "this engine",
                    $"{Text(set.Engine.TokensPerSecond)} tokens/s, at most {Units.Bytes(set.Engine.PeakBytes)}"
                ),
                (
                    "the original's way",
                    $"{Text(set.Original.TokensPerSecond)} tokens/s, at most {Units.Bytes(set.Original.PeakBytes)}"
                ),
                ("ratio to the original", Ratio(set.SeedRatio)),
                ("share of the matrix rate", Ratio(set.MatrixRatio)),
            ]
        );

    private static string Text(Spread rate, double unit = 1) =>
        $"{rate.Median / unit:N0} ({rate.Min / unit:N0} to {rate.Max / unit:N0})";

    private static string Ratio(Spread ratio) => $"{ratio.Median:0.00} ({ratio.Min:0.00} to {ratio.Max:0.00})";
}
