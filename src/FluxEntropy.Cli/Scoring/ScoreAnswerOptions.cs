using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Scores;
using FluxEntropy.Tables;
using FluxEntropy.Tables.CsvFiles;
using FluxEntropy.Tables.ParquetFiles;
using Spectre.Console;

namespace FluxEntropy.Cli.Scoring;

/// <summary>The options that decide what is told of scores, in which form, and where.</summary>
internal sealed class ScoreAnswerOptions
{
    private readonly Option<bool> _perToken = new("--per-token")
    {
        Description = "Tell of each token: entropy, varentropy and surprisal, in nats",
    };
    private readonly Option<int?> _topK = new("--top-k")
    {
        Description = "Tell of the N likeliest tokens after each token too, with ln p; implies --per-token",
        HelpName = "N",
    };
    private readonly Option<string> _heat = new("--heat")
    {
        Description = "What colours the text on a terminal; none: a table; implies --per-token",
        HelpName = "surprisal|entropy|varentropy|none",
        DefaultValueFactory = _ => "surprisal",
    };
    private readonly Option<string?> _format = new("--format")
    {
        Description = "Form of the answer [by the name of --output, else table]",
        HelpName = "table|jsonl|csv|parquet",
    };
    private readonly Option<string?> _output = new("--output")
    {
        Description =
            "File to write the answer to, when all of it is there; compressed where its name ends in .gz or .zst [standard output]",
        HelpName = "FILE",
    };

    private readonly Option<bool> _text = new("--text")
    {
        Description = "Keep each document's text beside its scores (jsonl, csv, parquet)",
    };
    private readonly Option<string[]?> _metadata = NamesOption.Of(
        "--metadata",
        "Fields of each document's metadata to keep beside its scores (jsonl; csv and parquet: columns metadata.A, …)"
    );

    private readonly Option<bool> _spreadsheet = new("--spreadsheet")
    {
        Description =
            "Put an apostrophe before texts that a spreadsheet would run as formulas: those that begin with =, +, - or @ (csv)",
    };

    public ScoreAnswerOptions()
    {
        _heat.AcceptOnlyFromAmong("surprisal", "entropy", "varentropy", "none");
        _format.AcceptOnlyFromAmong("table", "jsonl", "csv", "parquet");
    }

    public Symbol[] All => [_perToken, _topK, _heat, _text, _metadata, _format, _output, _spreadsheet];

    /// <summary>What the forms hold, for the help.</summary>
    public static IReadOnlyList<(string Name, string Text)> Forms { get; } =
    [
        ("table", "for people; with --per-token on a terminal with colours, the text itself as a heat map"),
        (
            "jsonl",
            "a document: {\"id\", \"tokens\", \"bytes\", \"metrics\"}; with --per-token {\"id\", "
                + "\"tokenIds\", \"entropy\", \"varentropy\", \"surprisal\", \"metrics\"}, and with --top-k "
                + "\"topK\": [[token id, ln p], …] a position. Entropies are of every position (the last "
                + "one is the final distribution), surprisals of every predicted token: one fewer"
        ),
        ("csv, parquet", $"a row a document: {Names(DocumentRows.Fields(MetricCatalog.BuiltIn))}"),
        (
            "… with --per-token",
            $"a row a token: {Names(TokenRows.Fields(topK: true))}. Surprisal and rank are the "
                + "token's own (empty for the first), the others of the distribution after it; topTokens "
                + "and topLogProbs, with --top-k only, are lists (in csv, JSON arrays); tokens that share "
                + "a character show all of it"
        ),
    ];

    /// <summary>Refuses options that contradict each other, before anything is read.</summary>
    /// <exception cref="WrongUsageException">Some do; the message names them.</exception>
    public void Check(ParseResult arguments, Terminal terminal)
    {
        if (arguments.GetValue(_topK) is < 1 and var topK)
            throw new WrongUsageException($"--top-k {topK} is too small; give 1 or more");
        if (Kept(arguments) is { Text: true } or { Metadata.Count: > 0 })
            CheckKept(arguments);
        if (arguments.GetValue(_spreadsheet) && FormatOf(arguments) != ScoreFormat.Csv)
            throw new WrongUsageException(
                "--spreadsheet is for csv; give --format csv, or an --output that ends in .csv"
            );
        if (FormatOf(arguments) != ScoreFormat.Parquet)
            return;
        if (arguments.GetValue(_output) is not { } output)
        {
            if (terminal.IsOutputShown)
                throw new WrongUsageException(
                    "--format parquet is not for a terminal; name a file with --output, or redirect standard output"
                );
        }
        else if (IsCompressed(output))
            throw new WrongUsageException(
                $"Parquet is compressed inside; name it {Path.GetFileNameWithoutExtension(output)}, without {Path.GetExtension(output)}"
            );
    }

    /// <summary>What the engine has to tell.</summary>
    /// <exception cref="WrongUsageException">More tokens are asked for than the vocabulary has.</exception>
    public ScoringDetail Detail(ParseResult arguments, ScoringProfile profile)
    {
        var topK = arguments.GetValue(_topK) ?? 0;
        return topK <= profile.VocabularySize
            ? new ScoringDetail(
                topK > 0 || arguments.GetValue(_perToken) || arguments.GetResult(_heat) is { Implicit: false },
                topK
            )
            : throw new WrongUsageException(
                $"--top-k {topK} is more than the vocabulary of {profile.Model}; give 1 to {profile.VocabularySize}"
            );
    }

    /// <summary>Begins the file that was named, or null where none was.</summary>
    /// <exception cref="CommandFailedException">It cannot be written.</exception>
    public OutputFile? Open(ParseResult arguments) =>
        arguments.GetValue(_output) is { } path ? OutputFile.Create(path) : null;

    /// <summary>What writes the answer.</summary>
    public async Task<IScoreWriter> WriterAsync(
        ParseResult arguments,
        Terminal terminal,
        OutputFile? file,
        string model,
        ScoringDetail detail,
        ScoringProfile profile,
        MetricCatalog metrics
    )
    {
        var format = FormatOf(arguments);
        var texts =
            detail.PerToken && format != ScoreFormat.JsonLines
                ? new TokenTexts(ProfileTokenizer.Load(model, profile), profile)
                : null;
        var kept = Kept(arguments);
        var fields = detail.PerToken ? TokenRows.Fields(detail.TopK > 0) : DocumentRows.Fields(metrics, kept);
        switch (format)
        {
            case ScoreFormat.Parquet:
                return Rows(
                    await ParquetTableWriter.CreateAsync(
                        file?.Stream ?? new CountedStream(StandardOutput.Open()),
                        fields,
                        new Dictionary<string, string>
                        {
                            ["fluxentropy.model"] = profile.Model,
                            ["fluxentropy.profile"] = profile.Hash,
                        }
                    )
                );
            case ScoreFormat.Csv:
                return Rows(new CsvTableWriter(Output(), fields.Select(field => field.Name), Shown()));
            case ScoreFormat.JsonLines:
                return new JsonScoreWriter(Output(), metrics, kept, detail.PerToken, detail.TopK > 0);
        }

        var console = terminal.For(Output());
        var heat = arguments.GetRequiredValue(_heat);
        return texts is null ? new ScoreTableWriter(console, metrics)
            : heat == "none" || detail.TopK > 0 || !ShowsColours(console)
                ? new TokenTableWriter(console, texts, detail.TopK)
            : new HeatMapWriter(console, texts, new HeatScale(heat), metrics);

        TextWriter Output() => file is null ? terminal.Output : new StreamWriter(file.Stream, bufferSize: 1 << 16);
        // A text must not steer a terminal.
        Func<string, string>? Shown() =>
            arguments.GetValue(_spreadsheet) ? Formulas.Escape
            : file is null && terminal.IsOutputShown ? Printable.Line
            : null;
        IScoreWriter Rows(ITableWriter sink) =>
            texts is null ? new DocumentRows(sink, kept) : new TokenRows(sink, texts, detail.TopK > 0);
    }

    private KeptFields Kept(ParseResult arguments) =>
        new(arguments.GetValue(_text), arguments.GetValue(_metadata) ?? []);

    // What the other forms show of a document is the text already, or has no place for it.
    private void CheckKept(ParseResult arguments)
    {
        var format = FormatOf(arguments);
        if (format == ScoreFormat.Table)
            throw new WrongUsageException("--text and --metadata are kept by --format jsonl, csv and parquet");
        var perToken = arguments.GetValue(_perToken) || arguments.GetValue(_topK) is not null;
        if (perToken && format != ScoreFormat.JsonLines)
            throw new WrongUsageException(
                "--text and --metadata are of a document, and --per-token writes a row a token: join them by id, "
                    + "or give --format jsonl"
            );
    }

    private static bool ShowsColours(IAnsiConsole console) =>
        console.Profile.Capabilities is { Ansi: true, ColorSystem: ColorSystem.EightBit or ColorSystem.TrueColor };

    private ScoreFormat FormatOf(ParseResult arguments) =>
        (arguments.GetValue(_format) ?? NamedForm(arguments.GetValue(_output) ?? "")) switch
        {
            "jsonl" or ".jsonl" or ".ndjson" => ScoreFormat.JsonLines,
            "csv" or ".csv" => ScoreFormat.Csv,
            "parquet" or ".parquet" => ScoreFormat.Parquet,
            _ => ScoreFormat.Table,
        };

    private static string NamedForm(string output) =>
        FileNames.Extension(IsCompressed(output) ? Path.GetFileNameWithoutExtension(output) : output);

    private static bool IsCompressed(string output) => FileNames.Extension(output) is ".gz" or ".zst";

    private static string Names(IReadOnlyList<TableField> fields) =>
        string.Join(", ", fields.Select(field => field.Name));
}
