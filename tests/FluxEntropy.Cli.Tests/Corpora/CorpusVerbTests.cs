using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;

namespace FluxEntropy.Cli.Tests.Corpora;

/// <summary>Documents come into a corpus and leave it, against a real server.</summary>
public sealed class CorpusVerbTests(RunningServer running) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Bad_input_is_set_aside_with_file_line_and_reason_and_its_neighbours_are_scored()
    {
        using var folder = new TemporaryFolder();
        var records = folder["records.jsonl"];
        File.WriteAllBytes(
            records,
            [
                .. "{\"id\":\"first\",\"text\":\"Gets the value of the first key.\"}\n{\"id\":\"b\",\"te\n"u8,
                .. "{\"id\":\"c\",\"text\":\""u8,
                0xff,
                .. "\"}\n{\"id\":\"d\",\"text\":\"\"}\n{\"id\":\"e\"}\n{\"id\":\"f\",\"text\":\""u8,
                .. Encoding.UTF8.GetBytes(new string('x', 20_000_000)),
                .. "\"}\n{\"id\":\"first\",\"text\":\"Another text under a known "u8
                    + "id.\"}\n{\"id\":\"last\",\"text\":\"Gets the value of the last key.\"}\n"u8,
            ]
        );
        var truncated = folder["truncated.txt.gz"];
        File.WriteAllBytes(truncated, Gzip("Returns null if the key is missing.")[..^9]);

        var ingest = await running.FluxAsync("ingest", records, truncated, "--corpus", "bad-input", "--wait", "--json");
        var quarantine = await running.FluxAsync("corpus", "quarantine", "bad-input", "--json");
        var scores = await running.FluxAsync(
            "query",
            "--corpus",
            "bad-input",
            "--id",
            "first",
            "last",
            "--format",
            "jsonl"
        );

        var summary = JsonDocument.Parse(ingest).RootElement;
        Assert.Equal(
            (2, 0, 7),
            (Number(summary, "accepted"), Number(summary, "present"), Number(summary, "quarantined"))
        );
        Assert.Equal((2, 0), (Number(summary, "documents"), Number(summary, "pending")));
        var reasons = Lines(quarantine)
            .Select(record =>
                $"{record.GetProperty("source").GetString()}:{record.GetProperty("line").GetInt32()}: "
                + $"{record.GetProperty("reason").GetString()}"
            )
            .ToList();
        Assert.Equal(7, reasons.Count);
        // Sources are named as seen from the folder that the command ran in.
        (records, truncated) = (
            Path.GetRelativePath(Path.GetTempPath(), records),
            Path.GetRelativePath(Path.GetTempPath(), truncated)
        );
        Assert.Contains(reasons, reason => reason.StartsWith($"{records}:2: broken JSON", StringComparison.Ordinal));
        Assert.Contains(reasons, reason =>
            reason.StartsWith($"{records}:3: invalid UTF-8 at byte", StringComparison.Ordinal)
        );
        Assert.Contains(reasons, reason =>
            reason.StartsWith($"{records}:4: the document is empty", StringComparison.Ordinal)
        );
        Assert.Contains(reasons, reason =>
            reason.StartsWith($"{records}:5: no field \"text\"", StringComparison.Ordinal)
        );
        Assert.Contains(reasons, reason =>
            reason.StartsWith($"{records}:6: the line is longer than 16 MiB", StringComparison.Ordinal)
        );
        Assert.Contains(reasons, reason =>
            reason.StartsWith($"{truncated}:1: the gzip archive is truncated", StringComparison.Ordinal)
        );
        Assert.All(Lines(scores), document => Assert.Equal("scored", document.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Ingesting_the_same_again_scores_nothing_and_says_so()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.jsonl",
            string.Concat(
                Enumerable.Range(0, 50).Select(i => $"{{\"id\":\"{i}\",\"text\":\"Gets the value of key {i}.\"}}\n")
            )
        );

        await running.FluxAsync(
            "ingest",
            file,
            "--corpus",
            "again",
            "--acknowledged",
            folder["acknowledged"],
            "--wait"
        );
        await File.AppendAllTextAsync(
            folder["acknowledged"],
            "{\"corpus\":\"again\",\"id\":\"4",
            TestContext.Current.CancellationToken
        ); // as a client leaves it that died
        var again = await running.FluxAsync(
            "ingest",
            file,
            "--corpus",
            "again",
            "--acknowledged",
            folder["acknowledged"],
            "--json"
        );

        var summary = JsonDocument.Parse(again).RootElement;
        Assert.Equal(
            (0, 50, 0, 0),
            (
                Number(summary, "accepted"),
                Number(summary, "present"),
                Number(summary, "quarantined"),
                Number(summary, "pending")
            )
        );
        var acknowledged = Lines(
            await File.ReadAllTextAsync(folder["acknowledged"], TestContext.Current.CancellationToken)
        );
        Assert.Equal(100, acknowledged.Count);
        Assert.All(acknowledged, line =>
            Assert.Equal(
                ("again", 32),
                (line.GetProperty("corpus").GetString(), line.GetProperty("textHash").GetString()!.Length)
            )
        );
    }

    [Fact]
    public async Task Documents_are_replaced_and_deleted_and_the_corpus_with_them()
    {
        using var folder = new TemporaryFolder();
        string Text(int number, string edit) =>
            $"{{\"id\":\"{number}\",\"text\":\"Gets the value of key {number}{edit}.\"}}\n";
        var file = folder.Write("a.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => Text(i, ""))));
        var edited = folder.Write(
            "b.jsonl",
            string.Concat(Enumerable.Range(20, 15).Select(i => Text(i, i < 25 ? " again" : "")))
        );
        var ids = folder.Write("ids.txt", "3\n4\nnobody\n");

        await running.FluxAsync(
            "ingest",
            file,
            "--corpus",
            "edits",
            "--acknowledged",
            folder["acknowledged"],
            "--wait"
        );
        var replaced = JsonDocument
            .Parse(
                await running.FluxAsync(
                    "ingest",
                    edited,
                    "--corpus",
                    "edits",
                    "--replace",
                    "--acknowledged",
                    folder["acknowledged"],
                    "--wait",
                    "--json"
                )
            )
            .RootElement;
        var deleted = JsonDocument
            .Parse(
                await running.FluxAsync(
                    "delete",
                    "1",
                    "2",
                    "--ids",
                    ids,
                    "--corpus",
                    "edits",
                    "--acknowledged",
                    folder["acknowledged"],
                    "--json"
                )
            )
            .RootElement;
        await running.FluxAsync("ingest", file, "--corpus", "other", "--wait");
        var shown = JsonDocument.Parse(await running.FluxAsync("corpus", "show", "edits", "--json")).RootElement;
        var gone = JsonDocument
            .Parse(await running.FluxAsync("corpus", "delete", "other", "--yes", "--json"))
            .RootElement;

        Assert.Equal(
            (5, 5, 5, 0),
            (
                Number(replaced, "accepted"),
                Number(replaced, "present"),
                Number(replaced, "replaced"),
                Number(replaced, "quarantined")
            )
        );
        Assert.Equal((4, 1), (Number(deleted, "deleted"), Number(deleted, "absent")));
        Assert.Equal((31, 9), (Number(shown, "documents"), Number(shown, "deleted")));
        Assert.Equal(30, Number(gone, "documents"));
        var acknowledged = Lines(
            await File.ReadAllTextAsync(folder["acknowledged"], TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            (5, 5),
            (
                acknowledged.Count(line => line.TryGetProperty("replaced", out _)),
                acknowledged.Count(line => line.TryGetProperty("deleted", out _))
            )
        );
        Assert.DoesNotContain("\"other\"", await running.FluxAsync("corpus", "list", "--json"));
    }

    [Fact]
    public async Task Corpus_that_is_not_there_is_one_clear_line()
    {
        await using var flux = await FluxProcess.RunAsync("corpus", "show", "nowhere", "--server", running.Url);

        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(
            "nowhere",
            Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }
}
