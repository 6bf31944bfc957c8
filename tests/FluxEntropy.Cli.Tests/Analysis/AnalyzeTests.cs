using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FluxEntropy.Cli.Tests.Analysis;

/// <summary><c>flux analyze</c> and <c>flux eval</c>, as a user runs them.</summary>
public sealed class AnalyzeTests
{
    private const string Prose =
        "Gets the value of the key that indicates whether the stream supports reading. Throws where it does not.";

    [Fact]
    public async Task Scores_of_two_profiles_compare_and_one_of_them_is_cut_into_bins()
    {
        using var folder = new TemporaryFolder();
        var texts = folder.Write(
            "texts.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, 30)
                    .Select(i => $"{{\"id\":\"t{i}\",\"text\":\"{Prose[..(40 + 2 * i)]} {i * i}\"}}\n")
            )
        );
        foreach (var positions in new[] { "predicting", "all" })
            await Flux("score", texts, "--positions", positions, "--output", folder[$"{positions}.parquet"]);

        var compared = await Flux(
            "analyze",
            "models",
            folder["predicting.parquet"],
            folder["all.parquet"],
            "--output",
            folder["models"]
        );
        Assert.Contains("2 models over 30 texts", compared, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["models/pictures/distances.svg"]));
        using var json = JsonDocument.Parse(
            await Flux(
                "analyze",
                "bins",
                folder["all.parquet"],
                "--against",
                folder["predicting.parquet"],
                "--quantiles",
                "3",
                "--output",
                folder["bins"],
                "--json"
            )
        );
        Assert.Equal(
            [10, 10, 10],
            json.RootElement.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32())
        );
        Assert.True(File.Exists(folder["bins/bucket_boundaries.json"]));
    }

    [Fact]
    public async Task A_text_is_shown_token_by_token()
    {
        using var folder = new TemporaryFolder();
        var answer = await Flux("analyze", "text", folder.Write("prose.txt", Prose), "--output", folder["text"]);
        Assert.Contains("most surprising", answer, StringComparison.Ordinal);
        Assert.Contains("indicates", File.ReadAllText(folder["text/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_analysed_ends_with_one_line_that_says_why()
    {
        using var folder = new TemporaryFolder();
        var table = folder.Write("a.csv", "entropy,correct\n1,1\n2,1\n3,1\n4,1\n");
        Assert.Contains(
            "with one class there is nothing to predict",
            await Failure("analyze", "eval", table, "--output", folder["x"]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no column",
            await Failure("analyze", "eval", table, "--outcome", "right", "--output", folder["x"]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "column that could be models",
            await Failure(
                "analyze",
                "models",
                folder.Write("b.csv", "text,entropy\na,1\nb,2\n"),
                "--output",
                folder["x"]
            ),
            StringComparison.Ordinal
        );
        Assert.Contains("holds no item", await Failure("eval", "hellaswag", table), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["x"]));
    }

    [Fact]
    public async Task Hellaswag_is_read_from_parquet_as_the_hub_has_it()
    {
        using var folder = new TemporaryFolder();
        string[] endings = ["sits down.", "flies to the moon.", "is a number.", "opens the \"door\"."];
        var lines = Enumerable
            .Range(0, 6)
            .Select(i => new
            {
                ind = 10 + i,
                activity_label = "Walking",
                ctx_a = $"A person walks for {i} minutes.",
                ctx_b = "the person",
                ctx = $"A person walks for {i} minutes. the person",
                endings,
                source_id = $"activitynet~v_{i}",
                split = "val",
                split_type = "indomain",
                label = $"{i % 4}",
            })
            .ToArray();
        var ints = new Parquet.Schema.DataField<int>("ind");
        var list = new Parquet.Schema.ListField("endings", Strings("element"));
        var schema = new Parquet.Schema.ParquetSchema(
            ints,
            Strings("activity_label"),
            Strings("ctx_a"),
            Strings("ctx_b"),
            Strings("ctx"),
            list,
            Strings("source_id"),
            Strings("split"),
            Strings("split_type"),
            Strings("label")
        );
        await using (var file = File.Create(folder["validation-00000-of-00001.parquet"]))
        await using (var writer = await Parquet.ParquetWriter.CreateAsync(schema, file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], lines.Select(line => line.ind).ToArray());
            await Texts(1, [.. lines.Select(line => line.activity_label)]);
            await Texts(2, [.. lines.Select(line => line.ctx_a)]);
            await Texts(3, [.. lines.Select(line => line.ctx_b)]);
            await Texts(4, [.. lines.Select(line => line.ctx)]);
            await group.WriteAsync(
                schema.DataFields[5],
                lines.SelectMany(line => line.endings).ToArray(),
                (ReadOnlyMemory<int>)lines.SelectMany(_ => new[] { 0, 1, 1, 1 }).ToArray()
            );
            await Texts(6, [.. lines.Select(line => line.source_id)]);
            await Texts(7, [.. lines.Select(line => line.split)]);
            await Texts(8, [.. lines.Select(line => line.split_type)]);
            await Texts(9, [.. lines.Select(line => line.label)]);

            async Task Texts(int column, string[] values) => await group.WriteAsync(schema.DataFields[column], values);
        }
        var json = folder.Write(
            "val.jsonl",
            string.Concat(lines.Select(line => JsonSerializer.Serialize(line) + "\n"))
        );
        await Flux("eval", "hellaswag", json, "--output", folder["lines.csv"]);
        await Flux("eval", "hellaswag", folder["validation-00000-of-00001.parquet"], "--output", folder["table.csv"]);
        Assert.Equal(7, File.ReadAllLines(folder["lines.csv"]).Length);
        Assert.Equal(File.ReadAllText(folder["lines.csv"]), File.ReadAllText(folder["table.csv"]));
        Assert.Equal("13", Csv(folder["table.csv"])[3]["index"]);

        static Parquet.Schema.DataField<string> Strings(string name) => new(name);
    }

    [Fact]
    public async Task Hellaswag_answers_are_those_that_scores_token_by_token_give()
    {
        const int Items = 200;
        var (items, model) = (
            SharedData.Path("data/corpora/hellaswag/hellaswag_val.jsonl"),
            SharedData.Path("data/models/stories260K-hf")
        );
        using var folder = new TemporaryFolder();
        using var summary = JsonDocument.Parse(
            await Flux(
                "eval",
                "hellaswag",
                items,
                "--model",
                model,
                "--limit",
                $"{Items}",
                "--output",
                folder["answers.csv"],
                "--json"
            )
        );
        var answers = Csv(folder["answers.csv"]);
        Assert.Equal(Items, answers.Count);

        // The definition, written again: two texts an ending, whose tokens after the question's are summed.
        var questions = File.ReadLines(items).Take(Items).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var texts = new StringBuilder();
        foreach (var (i, item) in questions.Index())
        {
            var context = answers[i]["text"]; // its capital letter is tested elsewhere
            Assert.Equal(item.GetProperty("ctx").GetString(), context, ignoreCase: true);
            var query = Clean($"{item.GetProperty("activity_label").GetString()}: {context}");
            Add($"{i}/q", query);
            Add($"{i}/c", context);
            foreach (var (j, ending) in item.GetProperty("endings").EnumerateArray().Index())
            {
                Add($"{i}/h{j}", $"{query} {Clean(ending.GetString()!)}");
                Add($"{i}/p{j}", $"{context} {ending.GetString()}");
            }
        }
        await Flux(
            "score",
            folder.Write("texts.jsonl", texts.ToString()),
            "--model",
            model,
            "--per-token",
            "--output",
            folder["tokens.jsonl"]
        );
        var scores = File.ReadLines(folder["tokens.jsonl"])
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(score => score.GetProperty("id").GetString()!);
        var right = new int[3];
        foreach (var (i, item) in questions.Index())
        {
            string[] endings = [.. item.GetProperty("endings").EnumerateArray().Select(ending => ending.GetString()!)];
            var (harness, plain) = (
                endings.Select((_, j) => Ending($"{i}/h{j}", $"{i}/q")).ToArray(),
                endings.Select((_, j) => Ending($"{i}/p{j}", $"{i}/c")).ToArray()
            );
            int[] choices =
            [
                Best(harness.Select(ending => ending.Sum())),
                Best(harness.Select((ending, j) => ending.Sum() / Clean(endings[j]).EnumerateRunes().Count())),
                Best(plain.Select(ending => ending.Average())),
            ];
            Assert.Equal(
                choices.Select(choice => $"{choice}"),
                new[] { "choice_acc", "choice_acc_norm", "choice_tokens" }.Select(column => answers[i][column])
            );
            for (var way = 0; way < 3; way++)
                right[way] += choices[way] == item.GetProperty("label").GetInt32() ? 1 : 0;
            Assert.Equal(
                scores[$"{i}/c"].GetProperty("metrics").GetProperty("entropy.mean").GetDouble(),
                double.Parse(answers[i]["entropy.mean"], CultureInfo.InvariantCulture),
                1e-4
            );
        }
        Assert.Equal(
            right.Select(count => count / (double)Items),
            new[] { "acc", "accNorm", "accTokens" }.Select(name => summary.RootElement.GetProperty(name).GetDouble())
        );
        Assert.Equal(4, summary.RootElement.GetProperty("regimes").GetArrayLength());
        Assert.Contains(
            "200 answers",
            await Flux("analyze", "eval", folder["answers.csv"], "--output", folder["eval"]),
            StringComparison.Ordinal
        );

        void Add(string id, string text) => texts.Append(JsonSerializer.Serialize(new { id, text })).Append('\n');

        double[] Ending(string whole, string question)
        {
            var surprisal = scores[whole]
                .GetProperty("surprisal")
                .EnumerateArray()
                .Select(value => -value.GetDouble())
                .ToArray();
            return surprisal[(scores[question].GetProperty("tokenIds").GetArrayLength() - 1)..];
        }
    }

    private static string Clean(string text) =>
        System
            .Text.RegularExpressions.Regex.Replace(
                text.Trim().Replace(" [title]", ". ", StringComparison.Ordinal),
                @"\[.*?\]",
                ""
            )
            .Replace("  ", " ", StringComparison.Ordinal);

    private static int Best(IEnumerable<double> values) => values.Index().MaxBy(value => value.Item).Index;

    private static List<Dictionary<string, string>> Csv(string path)
    {
        using var reader = Sylvan.Data.Csv.CsvDataReader.Create(path);
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetString));
        return rows;
    }

    private static async Task<string> Flux(params string[] arguments)
    {
        await using var process = await FluxProcess.RunAsync(arguments);
        Assert.True(process.ExitCode == 0, process.Errors);
        return process.Output;
    }

    private static async Task<string> Failure(params string[] arguments)
    {
        await using var process = await FluxProcess.RunAsync(arguments);
        Assert.Equal(1, process.ExitCode);
        Assert.DoesNotContain("   at ", process.Errors, StringComparison.Ordinal);
        return process.Errors;
    }
}
