using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parquet;
using Parquet.Serialization;

namespace FluxEntropy.Cli.Tests.Scoring;

/// <summary>What <c>flux score</c> answers, in every form.</summary>
public sealed partial class ScoreTests
{
    private const string Records =
        "{\"id\":\"plain\",\"text\":\"Gets the value of the key that indicates whether the stream supports reading.\"}\n"
        + "{\"id\":\"quoted, \\\"so\\\"\",\"text\":\"One line,\\nanother \\\"line\\\" of 日本語 and 😀.\"}\n"
        + "{\"id\":\"short\",\"text\":\"x\"}\n";

    [Fact]
    public async Task All_forms_hold_the_same_numbers_to_the_last_digit()
    {
        using var folder = new TemporaryFolder();
        var records = folder.Write("a.jsonl", Records);

        foreach (var name in new[] { "scores.jsonl", "scores.csv", "scores.parquet" })
            await ScoreAsync(records, "--deterministic", "--positions", "all", "--output", folder[name]);

        var json = Lines(File.ReadAllText(folder["scores.jsonl"]));
        var csv = Csv(File.ReadAllText(folder["scores.csv"]));
        var parquet = await ParquetAsync(folder["scores.parquet"]);
        Assert.Equal(
            ["plain", "quoted, \"so\"", "short"],
            json.Select(document => document.GetProperty("id").GetString())
        );
        string[] metrics = [.. json[0].GetProperty("metrics").EnumerateObject().Select(metric => metric.Name)];
        Assert.Equal(["id", "tokens", "bytes", .. metrics, "failure"], csv[0].Keys);
        Assert.Equal(csv[0].Keys, parquet[0].Keys);
        for (var i = 0; i < json.Count; i++)
        {
            Assert.Equal(json[i].GetProperty("id").GetString(), parquet[i]["id"]);
            Assert.Equal(json[i].GetProperty("tokens").GetInt32(), parquet[i]["tokens"]);
            Assert.Equal(json[i].GetProperty("bytes").GetInt32(), parquet[i]["bytes"]);
            Assert.All(csv[i], cell => Assert.Equal(cell.Value, Text(parquet[i][cell.Key])));
            Assert.All(metrics, metric =>
                Assert.Equal(json[i].GetProperty("metrics").GetProperty(metric).GetSingle(), parquet[i][metric])
            );
        }
    }

    [Fact]
    public async Task Text_and_metadata_are_kept_beside_scores_in_every_form_that_has_a_place_for_them()
    {
        using var folder = new TemporaryFolder();
        var records = folder.Write(
            "a.jsonl",
            "{\"id\":\"a\",\"text\":\"One line,\\nanother.\",\"lang\":\"en\",\"n\":7}\n{\"id\":\"b\",\"text\":\"日本\"}\n"
        );
        string[] kept = ["--text", "--metadata", "lang,n"];
        foreach (var name in new[] { "scores.jsonl", "scores.csv", "scores.parquet" })
            await ScoreAsync([records, .. kept, "--output", folder[name]]);

        var json = Lines(File.ReadAllText(folder["scores.jsonl"]));
        var csv = Csv(File.ReadAllText(folder["scores.csv"]));
        var parquet = await ParquetAsync(folder["scores.parquet"]);
        Assert.Equal(["id", "text", "metadata.lang", "metadata.n", "tokens"], parquet[0].Keys.Take(5));
        Assert.Equal(csv[0].Keys, parquet[0].Keys);
        Assert.Equal(["One line,\nanother.", "日本"], parquet.Select(row => row["text"]));
        Assert.Equal(["en", null], parquet.Select(row => row["metadata.lang"]));
        Assert.Equal(["7", ""], csv.Select(row => row["metadata.n"]));
        Assert.Equal(["One line,\nanother.", "日本"], json.Select(row => row.GetProperty("text").GetString()));
        Assert.Equal("{\"lang\":\"en\",\"n\":\"7\"}", json[0].GetProperty("metadata").GetRawText());

        await using var table = await FluxProcess.RunAsync("score", records, "--text");
        Assert.Equal(2, table.ExitCode);
        await using var tokens = await FluxProcess.RunAsync(
            "score",
            records,
            "--text",
            "--per-token",
            "--format",
            "csv"
        );
        Assert.Equal(2, tokens.ExitCode);
        Assert.Contains("join them by id", tokens.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Likeliest_tokens_are_told_in_order_and_alike_in_every_form()
    {
        using var folder = new TemporaryFolder();
        var records = folder.Write("a.jsonl", Records);

        foreach (var name in new[] { "tokens.jsonl.gz", "tokens.csv", "tokens.parquet" })
            await ScoreAsync(records, "--deterministic", "--top-k", "1024", "--output", folder[name]);

        var json = Lines(await GunzipAsync(folder["tokens.jsonl.gz"]));
        var csv = Csv(File.ReadAllText(folder["tokens.csv"]));
        var parquet = await ParquetAsync(folder["tokens.parquet"]);
        var row = 0;
        foreach (var document in json)
        {
            var tokens = document.GetProperty("tokenIds").EnumerateArray().Select(token => token.GetInt32()).ToArray();
            var (entropy, surprisal) = (Numbers(document, "entropy"), Numbers(document, "surprisal"));
            Assert.Equal((tokens.Length, tokens.Length - 1), (entropy.Length, surprisal.Length));
            for (var i = 0; i < tokens.Length; i++, row++)
            {
                var top = document
                    .GetProperty("topK")[i]
                    .EnumerateArray()
                    .Select(pair => (Token: pair[0].GetInt32(), LogProb: pair[1].GetSingle()))
                    .ToArray();
                Assert.Equal(top.OrderByDescending(likely => likely.LogProb), top);
                // All of the vocabulary: a distribution, and its entropy the one that is told.
                Assert.Equal(Enumerable.Range(0, 1024), top.Select(likely => likely.Token).Order());
                Assert.Equal(1, top.Sum(likely => Math.Exp(likely.LogProb)), 1e-4);
                Assert.Equal(entropy[i], top.Sum(likely => -Math.Exp(likely.LogProb) * likely.LogProb), 1e-3);
                if (i > 0)
                    Assert.Equal(
                        surprisal[i - 1],
                        -document
                            .GetProperty("topK")[i - 1]
                            .EnumerateArray()
                            .Single(pair => pair[0].GetInt32() == tokens[i])[1]
                            .GetSingle(),
                        1e-3
                    );

                Assert.Equal(
                    (document.GetProperty("id").GetString(), (object)i, (object)tokens[i]),
                    (parquet[row]["id"], parquet[row]["position"], parquet[row]["tokenId"])
                );
                Assert.Equal(
                    (entropy[i], i == 0 ? null : (object)surprisal[i - 1]),
                    (parquet[row]["entropy"], parquet[row]["surprisal"])
                );
                Assert.Equal(top.Select(likely => (object)likely.Token), Elements(parquet[row]["topTokens"]));
                Assert.Equal(top.Select(likely => (object)likely.LogProb), Elements(parquet[row]["topLogProbs"]));
                Assert.All(
                    csv[row].Where(cell => !cell.Key.StartsWith("top", StringComparison.Ordinal) || cell.Key == "top1"),
                    cell => Assert.Equal(cell.Value, Text(parquet[row][cell.Key]))
                );
                Assert.Equal(
                    top.Select(likely => likely.LogProb),
                    JsonDocument
                        .Parse(csv[row]["topLogProbs"])
                        .RootElement.EnumerateArray()
                        .Select(value => value.GetSingle())
                );
            }
        }

        Assert.Equal((row, row), (csv.Count, parquet.Count));
    }

    [Fact]
    public async Task Seed_compatible_counts_all_positions_and_cuts_at_512_tokens()
    {
        using var folder = new TemporaryFolder();
        var text = folder.Write(
            "long.txt",
            string.Concat(Enumerable.Range(0, 200).Select(i => $"Gets the value {i} of the key. ")) + "<|endoftext|>"
        );
        var special = folder.Write("special.txt", "<|endoftext|>");

        var seed = Lines(
            (await ScoreAsync(text, special, "--seed-compatible", "--deterministic", "--format", "jsonl")).Output
        );
        var plain = Lines(
            (
                await ScoreAsync(
                    text,
                    special,
                    "--positions",
                    "all",
                    "--truncate",
                    "--deterministic",
                    "--format",
                    "jsonl"
                )
            ).Output
        );

        Assert.Equal(512, seed[0].GetProperty("tokens").GetInt32());
        Assert.Equal(plain[0].ToString(), seed[0].ToString());
        // A special token written out in a text was taken as such: one token after BOS.
        Assert.Equal(2, seed[1].GetProperty("tokens").GetInt32());
        Assert.True(plain[1].GetProperty("tokens").GetInt32() > 2);
    }

    [Theory]
    [InlineData("--window 513", "--window 513 is more than flux-1m reads at a time; give 2 to 512")]
    [InlineData("--window 64 --stride 65", "--stride 65 would leave tokens between windows of 64 unread; give 1 to 64")]
    [InlineData("--top-k 1025", "--top-k 1025 is more than the vocabulary of flux-1m; give 1 to 1024")]
    public async Task What_does_not_fit_the_model_is_wrong_usage(string options, string message)
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync([
            "score",
            folder.Write("a.txt", "text"),
            "--output",
            folder["out.csv"],
            .. options.Split(' '),
        ]);

        Assert.Equal((2, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(message, flux.Errors, StringComparison.Ordinal);
        Assert.Equal([folder["a.txt"]], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Output_that_cannot_be_written_is_found_before_the_model_is_read()
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync(
            "score",
            folder.Write("a.txt", "text"),
            "--model",
            folder.Path,
            "--output",
            folder["no/such/scores.csv"]
        );

        Assert.Equal(
            (1, $"error: cannot write {folder["no/such/scores.csv"]}: there is no such folder; create it first\n"),
            (flux.ExitCode, flux.Errors)
        );
    }

    [Fact]
    public async Task Interrupted_answer_leaves_what_was_there_before()
    {
        using var folder = new TemporaryFolder();
        var output = folder.Write("scores.parquet", "before");

        await using var flux = FluxProcess.Start(["score", "-", "--output", output]);
        await flux.WriteAsync("{\"text\":\"Gets the value.\"}\n");
        await flux.ErrorLineAsync("Scoring");
        var during = Directory.GetFiles(folder.Path).Length;
        flux.Terminate();
        await flux.ExitAsync();

        Assert.Equal((130, 2), (flux.ExitCode, during));
        Assert.Equal("before", File.ReadAllText(output));
        Assert.Equal([output], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Heat_map_colours_the_text_and_lets_no_text_steer_the_terminal()
    {
        using var folder = new TemporaryFolder();
        var hostile = folder.Write(
            "hostile.jsonl",
            "{\"id\":\"h\",\"text\":\"Gets the value.\\nred \\u001b[31m title \\u001b]0;owned\\u0007 "
                + "back \\u009b2J \\u202eleft 日本語😀 e\\u0301 end\"}"
        );

        await using var map = await FluxProcess.RunOnTerminalAsync(40, "score", hostile, "--per-token");
        await using var table = await FluxProcess.RunOnTerminalAsync(
            120,
            "score",
            hostile,
            "--per-token",
            "--heat",
            "none"
        );
        await using var csv = await FluxProcess.RunOnTerminalAsync(
            120,
            "score",
            hostile,
            "--per-token",
            "--format",
            "csv"
        );

        Assert.All([map, table, csv], flux =>
        {
            Assert.Equal(0, flux.ExitCode);
            // The only sequences are the program's own: colours, lines erased, and what .NET says to a terminal at first.
            var rest = OwnSequences().Replace(flux.Output, "");
            Assert.DoesNotContain(rest, character => char.IsControl(character) && character is not ('\n' or '\r'));
            Assert.DoesNotContain('\u202e', rest);
        });
        var lines = OwnSequences().Replace(map.Output, "").Replace("\r", "").Split('\n');
        Assert.Contains("<|endoftext|>Gets the value.↵", lines);
        Assert.Contains("red ␛[31m title ␛]0;owned␇ back", string.Concat(lines), StringComparison.Ordinal);
        Assert.Contains(
            "\\u{9b}2J \\u{202e}left 日本語😀 e◌\u0301 end",
            string.Concat(lines),
            StringComparison.Ordinal
        );
        Assert.Contains("\u001b[38;5;231;48;5;17m", map.Output, StringComparison.Ordinal);
        Assert.Contains("\u001b[38;5;16;48;5;226m", map.Output, StringComparison.Ordinal);
        Assert.Contains("surprisal of each token, in nats:  <1", lines[0], StringComparison.Ordinal);
    }

    private static async Task<FluxProcess> ScoreAsync(params string[] arguments)
    {
        await using var flux = await FluxProcess.RunAsync(["score", .. arguments]);
        Assert.True(flux.ExitCode == 0, flux.Errors);
        return flux;
    }

    private static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static float[] Numbers(JsonElement document, string name) =>
        [.. document.GetProperty(name).EnumerateArray().Select(value => value.GetSingle())];

    private static async Task<string> GunzipAsync(string path)
    {
        await using var stream = new System.IO.Compression.GZipStream(
            File.OpenRead(path),
            System.IO.Compression.CompressionMode.Decompress
        );
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static async Task<List<Dictionary<string, object?>>> ParquetAsync(string path)
    {
        await using var stream = File.OpenRead(path);
        await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
        string[] names = [.. reader.Schema.Fields.Select(field => field.Name)];
        stream.Position = 0;
        var rows = (await ParquetSerializer.DeserializeUntypedAsync(stream)).Data;
        // A value that is missing has no entry.
        return
        [
            .. rows.Select(row =>
                names.ToDictionary(name => name, name => row.TryGetValue(name, out var value) ? (object?)value : null)
            ),
        ];
    }

    private static string Text(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static IEnumerable<object> Elements(object? list) => ((System.Collections.IEnumerable)list!).Cast<object>();

    /// <summary>Records of RFC 4180 by the names of the first, read independently of what wrote them.</summary>
    private static List<Dictionary<string, string>> Csv(string text)
    {
        var records = CsvRecord()
            .Matches(text)
            .Select(record =>
                CsvField()
                    .Matches(record.Value.TrimEnd('\r', '\n') + ",")
                    .Select(field =>
                        field.Groups[1].Success ? field.Groups[1].Value.Replace("\"\"", "\"") : field.Groups[2].Value
                    )
                    .ToArray()
            )
            .ToList();
        return
        [
            .. records
                .Skip(1)
                .Select(record => records[0].Zip(record).ToDictionary(cell => cell.First, cell => cell.Second)),
        ];
    }

    [GeneratedRegex("(?:[^\"\n]|\"(?:[^\"]|\"\")*\")+\n")]
    private static partial Regex CsvRecord();

    [GeneratedRegex("(?:\"((?:[^\"]|\"\")*)\"|([^\",]*)),")]
    private static partial Regex CsvField();

    [GeneratedRegex("\u001b(?:\\[[0-9;]*m|\\[2K|\\[\\?1[hl]|[=>])")]
    private static partial Regex OwnSequences();
}
