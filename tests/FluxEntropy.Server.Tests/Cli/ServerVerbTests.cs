using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FluxEntropy.Server.Tests.Processes;

namespace FluxEntropy.Server.Tests.Cli;

/// <summary>The verbs that need a server, against a real one, as a person at a shell uses them.</summary>
public sealed class ServerVerbTests(ServerVerbTests.RunningServer running)
    : IClassFixture<ServerVerbTests.RunningServer>
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
                .. "\"}\n{\"id\":\"first\",\"text\":\"Another text under a known id.\"}\n{\"id\":\"last\",\"text\":\"Gets the value of the last key.\"}\n"u8,
            ]
        );
        var truncated = folder["truncated.txt.gz"];
        File.WriteAllBytes(truncated, Gzip("Returns null if the key is missing.")[..^9]);

        var ingest = await FluxAsync("ingest", records, truncated, "--corpus", "bad-input", "--wait", "--json");
        var quarantine = await FluxAsync("corpus", "quarantine", "bad-input", "--json");
        var scores = await FluxAsync("query", "--corpus", "bad-input", "--ids", "first", "last", "--format", "jsonl");

        var summary = JsonDocument.Parse(ingest).RootElement;
        Assert.Equal(
            (2, 0, 7),
            (Number(summary, "accepted"), Number(summary, "present"), Number(summary, "quarantined"))
        );
        Assert.Equal((2, 0), (Number(summary, "documents"), Number(summary, "pending")));
        var reasons = Lines(quarantine)
            .Select(record =>
                $"{record.GetProperty("source").GetString()}:{record.GetProperty("line").GetInt32()}: {record.GetProperty("reason").GetString()}"
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

        await FluxAsync("ingest", file, "--corpus", "again", "--acknowledged", folder["acknowledged"], "--wait");
        await File.AppendAllTextAsync(
            folder["acknowledged"],
            "{\"corpus\":\"again\",\"id\":\"4",
            TestContext.Current.CancellationToken
        ); // as a client leaves it that died
        var again = await FluxAsync(
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

        await FluxAsync("ingest", file, "--corpus", "edits", "--acknowledged", folder["acknowledged"], "--wait");
        var replaced = JsonDocument
            .Parse(
                await FluxAsync(
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
                await FluxAsync(
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
        await FluxAsync("ingest", file, "--corpus", "other", "--wait");
        var shown = JsonDocument.Parse(await FluxAsync("corpus", "show", "edits", "--json")).RootElement;
        var gone = JsonDocument.Parse(await FluxAsync("corpus", "delete", "other", "--yes", "--json")).RootElement;

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
        Assert.DoesNotContain("\"other\"", await FluxAsync("corpus", "list", "--json"));
    }

    [Fact]
    public async Task Query_answers_in_the_order_of_the_metric()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.txt",
            string.Join(
                "\n",
                Enumerable
                    .Range(0, 40)
                    .Select(i => $"Returns the number {i * i} of {new string((char)('a' + i % 26), i)} items.")
            )
        );
        await FluxAsync("ingest", file, "--split", "lines", "--corpus", "order", "--wait");

        var ascending = Values(await FluxAsync("query", "--corpus", "order", "--format", "jsonl"));
        var top = Values(
            await FluxAsync("query", "--corpus", "order", "--descending", "--limit", "5", "--format", "jsonl")
        );
        var middle = Values(await FluxAsync("query", "--corpus", "order", "--ranks", "10..20", "--format", "jsonl"));
        var distribution = await FluxAsync("query", "--corpus", "order", "--distribution");

        Assert.Equal(40, ascending.Count);
        Assert.Equal(ascending.Order(), ascending);
        Assert.Equal(ascending.AsEnumerable().Reverse().Take(5), top);
        Assert.Equal(ascending[10..20], middle);
        Assert.Contains("entropy.mean of 40 documents", distribution, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_is_made_trained_and_retuned_from_the_shell()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write(
            "a.txt",
            string.Join(
                "\n",
                Enumerable
                    .Range(0, 400)
                    .Select(i =>
                        $"Gets or sets the value {i} of the key that indicates whether item {i * 7} is missing."
                    )
            )
        );
        await FluxAsync("ingest", file, "--split", "lines", "--corpus", "train", "--wait");
        await FluxAsync(
            "session",
            "create",
            "run",
            "--corpus",
            "train",
            "--steps",
            "12",
            "--batch",
            "4",
            "--time",
            "32",
            "--bins",
            "3"
        );

        await FluxAsync(
            "curriculum",
            "set",
            "run",
            "--schedule",
            "manual(0, 1, 1)",
            "--from-step",
            "6",
            "--reason",
            "a test"
        );
        await FluxAsync("train", "run", "--layers", "1", "--heads", "2", "--hidden", "16");
        var status = JsonDocument.Parse(await FluxAsync("train", "run", "--status", "--json")).RootElement;
        var curriculum = JsonDocument.Parse(await FluxAsync("curriculum", "show", "run", "--json")).RootElement;

        Assert.Equal(("finished", 12), (status.GetProperty("state").GetString(), Number(status, "step")));
        Assert.True(status.GetProperty("lastLoss").GetDouble() > 0);
        Assert.Equal((2, 6), (Number(curriculum, "version"), Number(curriculum, "fromStep")));
        Assert.Equal("a test", curriculum.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Stale_version_is_refused_with_the_current_one()
    {
        using var folder = new TemporaryFolder();
        await FluxAsync("ingest", folder.Write("a.txt", "Gets the value."), "--corpus", "stale", "--wait");
        await FluxAsync("session", "create", "stale", "--corpus", "stale", "--steps", "10");
        await FluxAsync("curriculum", "set", "stale", "--schedule", "reverse");

        await using var refused = await FluxProcess.RunAsync(
            "curriculum",
            "set",
            "stale",
            "--schedule",
            "uniform",
            "--expected-version",
            "1",
            "--server",
            running.Url
        );

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(
            "2",
            Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
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

    [Fact]
    public async Task Health_is_an_exit_code()
    {
        await using var well = await FluxProcess.RunAsync("health", "--server", running.Url);
        await using var nowhere = await FluxProcess.RunAsync("health", "--server", "http://127.0.0.1:1");

        Assert.Equal((0, "serving\n", ""), (well.ExitCode, well.Output, well.Errors));
        AssertRefused(nowhere, "cannot reach http://127.0.0.1:1");
    }

    [Fact]
    public async Task Data_folder_in_use_is_one_clear_line()
    {
        await using var second = await FluxProcess.RunAsync(
            "serve",
            "--data",
            running.Data,
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertRefused(second, "is in use by a server");
    }

    [Fact]
    public async Task Taken_port_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();

        await using var second = await FluxProcess.RunAsync("serve", "--data", folder["data"], "--listen", running.Url);

        AssertRefused(second, "is taken by another program");
    }

    [Fact]
    public async Task Data_folder_that_cannot_be_written_is_one_clear_line()
    {
        // Not even root can make a folder below a file.
        using var folder = new TemporaryFolder();
        var file = folder.Write("file", "");

        await using var flux = await FluxProcess.RunAsync(
            "serve",
            "--data",
            Path.Combine(file, "data"),
            "--listen",
            "http://127.0.0.1:0"
        );

        AssertRefused(flux, "cannot be used");
    }

    private static void AssertRefused(FluxProcess flux, string message)
    {
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(
            message,
            Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    private async Task<string> FluxAsync(params string[] arguments)
    {
        await using var flux = await FluxProcess.RunAsync([.. arguments, "--server", running.Url]);
        Assert.True(
            flux.ExitCode == 0,
            $"flux {string.Join(' ', arguments)} exited with {flux.ExitCode}: {flux.Errors}"
        );
        return flux.Output;
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    private static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];

    private static List<double> Values(string output) =>
        [.. Lines(output).Select(document => document.GetProperty("metrics").GetProperty("entropy.mean").GetDouble())];

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    /// <summary>One server for all tests of the class; each has a corpus of its own.</summary>
    public sealed class RunningServer : IAsyncLifetime
    {
        private readonly TemporaryFolder _folder = new();
        private FluxServerProcess? _server;

        public string Url => _server!.Address.OriginalString.TrimEnd('/');

        public string Data => _folder["data"];

        public async ValueTask InitializeAsync() => _server = await FluxServerProcess.StartAsync(Data);

        public async ValueTask DisposeAsync()
        {
            if (_server is not null)
                await _server.DisposeAsync();
            _folder.Dispose();
        }
    }
}
