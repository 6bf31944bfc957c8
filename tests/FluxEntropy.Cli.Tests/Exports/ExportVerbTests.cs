using System.Text.Json;
using FluxEntropy.Cli.Tests.Serving;
using Parquet;

namespace FluxEntropy.Cli.Tests.Exports;

/// <summary>Exports of a real server's corpus, read back by readers that share nothing with the writers.</summary>
public sealed class ExportVerbTests(RunningServer running) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private const int Documents = 300;
    private const int Separator = 4095;

    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        var file = _folder.Write(
            "a.jsonl",
            string.Concat(
                Enumerable
                    .Range(0, Documents)
                    .Select(i =>
                        $"{{\"id\":\"{i}\",\"text\":\"Returns the number {i * i} of "
                        + $"{new string((char)('a' + i % 26), 1 + i % 40)} "
                        + $"items.\",\"source\":\"{(i % 3 == 0 ? "wiki" : "web")}\"}}\n"
                    )
            )
        );
        if (!(await FluxAsync("corpus", "list", "--json")).Contains("\"export\"", StringComparison.Ordinal))
            await FluxAsync("corpus", "create", "export", "--held-out", "0.1");
        await FluxAsync("ingest", file, "--corpus", "export", "--wait");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Token_shards_hold_the_tokens_of_the_ranked_documents_in_their_order()
    {
        var ids = Lines(await FluxAsync("query", "--corpus", "export", "--format", "jsonl"))
            .Select(document => document.GetProperty("id").GetString()!)
            .ToArray();
        var summary = JsonDocument
            .Parse(
                await FluxAsync(
                    "export",
                    "--corpus",
                    "export",
                    "--output",
                    _folder["sorted"],
                    "--separator",
                    $"{Separator}",
                    "--shard-tokens",
                    "1000",
                    "--json"
                )
            )
            .RootElement;

        var tokens = new List<int>();
        foreach (var file in Directory.GetFiles(_folder["sorted"], "*.bin").Order(StringComparer.Ordinal))
            tokens.AddRange(Shard(file));
        Assert.Equal(ids.Length, tokens.Count(token => token == Separator));
        Assert.Equal(
            "export_train_000001.bin",
            Path.GetFileName(Directory.GetFiles(_folder["sorted"], "*.bin").Order(StringComparer.Ordinal).First())
        );
        Assert.Equal(ids.Length, summary.GetProperty("documents").GetInt32());

        // The tokens as the tokenizer alone gives them, document after document in the order of the query.
        var exported = Split(tokens);
        var expected = await TokensAsync(ids);
        Assert.Equal(expected, exported);
        var manifest = JsonDocument
            .Parse(
                await File.ReadAllTextAsync(
                    Path.Combine(_folder["sorted"], "export.json"),
                    TestContext.Current.CancellationToken
                )
            )
            .RootElement;
        Assert.Equal(
            tokens.Count,
            manifest.GetProperty("shards").EnumerateArray().Sum(shard => shard.GetProperty("tokens").GetInt32())
        );
    }

    [Fact]
    public async Task Buckets_are_of_equal_tokens_from_low_to_high_and_hold_every_document_once()
    {
        await FluxAsync(
            "export",
            "--corpus",
            "export",
            "--output",
            _folder["buckets"],
            "--separator",
            $"{Separator}",
            "--buckets",
            "4"
        );
        await FluxAsync("export", "--corpus", "export", "--output", _folder["all"], "--separator", $"{Separator}");
        var buckets = Enumerable
            .Range(1, 4)
            .Select(bucket => Shard(Path.Combine(_folder["buckets"], "export_train_000001", $"bucket_{bucket}.bin")))
            .ToArray();
        Assert.Equal(
            Shard(Path.Combine(_folder["all"], "export_train_000001.bin")),
            buckets.SelectMany(tokens => tokens)
        );
        var sizes = buckets.Select(tokens => tokens.Length - tokens.Count(token => token == Separator)).ToArray();
        var longest = Split([.. buckets.SelectMany(tokens => tokens)]).Max(document => document.Length);
        Assert.All(sizes, size => Assert.InRange(size, sizes.Sum() / 4 - longest, sizes.Sum() / 4 + longest));
    }

    [Fact]
    public async Task A_selection_by_rank_and_source_is_the_same_as_a_query_and_as_rows()
    {
        string[] selection = ["--corpus", "export", "--fractions", "0.2..0.8", "--where", "source=wiki"];
        var found = Lines(await FluxAsync(["query", .. selection, "--format", "jsonl"]))
            .Select(document => document.GetProperty("id").GetString())
            .ToArray();
        await FluxAsync(["export", .. selection, "--format", "jsonl", "--output", _folder["rows.jsonl.gz"]]);
        await FluxAsync(["export", .. selection, "--format", "parquet", "--output", _folder["rows.parquet"]]);

        Assert.InRange(found.Length, 30, 90);
        Assert.All(found, id => Assert.Equal(0, int.Parse(id!) % 3));
        await using var gzip = new System.IO.Compression.GZipStream(
            File.OpenRead(_folder["rows.jsonl.gz"]),
            System.IO.Compression.CompressionMode.Decompress
        );
        var rows = Lines(await new StreamReader(gzip).ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(found, rows.Select(row => row.GetProperty("id").GetString()));
        Assert.All(rows, row =>
            Assert.StartsWith("Returns the number ", row.GetProperty("text").GetString(), StringComparison.Ordinal)
        );
        await using var parquet = await ParquetReader.CreateAsync(
            _folder["rows.parquet"],
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(
            found.Length,
            Enumerable.Range(0, parquet.RowGroupCount).Sum(group => parquet.OpenRowGroupReader(group).RowCount)
        );
        Assert.Equal("entropy.mean", parquet.CustomMetadata["fluxentropy.metric"]);
        var fields = parquet.Schema.DataFields.ToDictionary(field => field.Name, field => field.ClrType);
        Assert.Equal(
            (typeof(long), typeof(int), typeof(ReadOnlyMemory<char>)),
            (fields["rank"], fields["tokens"], fields["metadata.source"])
        );
        await using var stream = File.OpenRead(_folder["rows.parquet"]);
        var table = await Parquet.Serialization.ParquetSerializer.DeserializeUntypedAsync(
            stream,
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.All(table.Data.Zip(rows), pair =>
        {
            Assert.Equal(pair.Second.GetProperty("rank").GetInt64(), pair.First["rank"]);
            Assert.Equal(pair.Second.GetProperty("tokens").GetInt32(), pair.First["tokens"]);
            Assert.Equal("wiki", pair.First["metadata.source"]);
            Assert.Equal("wiki", pair.Second.GetProperty("metadata").GetProperty("source").GetString());
        });
    }

    [Fact]
    public async Task Documents_held_out_are_a_shard_of_their_own()
    {
        var held = Lines(await FluxAsync("query", "--corpus", "export", "--held-out", "--format", "jsonl"));
        Assert.NotEmpty(held);
        Assert.All(held, document => Assert.True(document.GetProperty("heldOut").GetBoolean()));
        await FluxAsync(
            "export",
            "--corpus",
            "export",
            "--held-out",
            "--output",
            _folder["val"],
            "--separator",
            $"{Separator}"
        );
        Assert.Equal(
            held.Count,
            Shard(Path.Combine(_folder["val"], "export_val_000000.bin")).Count(token => token == Separator)
        );
        var ranked = Lines(await FluxAsync("query", "--corpus", "export", "--format", "jsonl"));
        Assert.Equal(Documents, held.Count + ranked.Count);
        Assert.Empty(held.Select(Id).Intersect(ranked.Select(Id)));

        static string Id(JsonElement document) => document.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task What_cannot_be_exported_is_one_clear_line_and_leaves_nothing()
    {
        await RefusedAsync("has no token 50256", "--output", _folder["none"]);
        await RefusedAsync(
            "no document is in that selection",
            "--separator",
            "1",
            "--where",
            "source=nobody",
            "--output",
            _folder["none"]
        );
        Directory.CreateDirectory(_folder["there"]);
        await RefusedAsync("already exists", "--separator", "1", "--output", _folder["there"]);
        Assert.False(Directory.Exists(_folder["none"]) || Directory.Exists(_folder["none.partial"]));
    }

    private async Task RefusedAsync(string message, params string[] arguments)
    {
        await using var flux = await FluxProcess.RunAsync([
            "export",
            "--corpus",
            "export",
            .. arguments,
            "--server",
            running.Url,
        ]);
        Assert.Equal((1, ""), (flux.ExitCode, flux.Output));
        Assert.Contains(
            message,
            Assert.Single(flux.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
    }

    private async Task<int[][]> TokensAsync(string[] ids)
    {
        var file = _folder.Write(
            "ordered.jsonl",
            string.Concat((await TextsAsync(ids)).Select(text => JsonSerializer.Serialize(new { text }) + "\n"))
        );
        await using var flux = await FluxProcess.RunAsync("tokenize", file);
        Assert.True(flux.ExitCode == 0, flux.Errors);
        return
        [
            .. Lines(flux.Output)
                .Select(line =>
                    line.GetProperty("tokenIds").EnumerateArray().Select(token => token.GetInt32()).ToArray()
                ),
        ];
    }

    private async Task<string[]> TextsAsync(string[] ids)
    {
        var texts = (await File.ReadAllLinesAsync(_folder["a.jsonl"], TestContext.Current.CancellationToken))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(line => line.GetProperty("id").GetString()!, line => line.GetProperty("text").GetString()!);
        return [.. ids.Select(id => texts[id])];
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

    private static int[][] Split(List<int> tokens)
    {
        var documents = new List<List<int>>();
        foreach (var token in tokens)
        {
            if (token == Separator)
                documents.Add([]);
            else
                documents[^1].Add(token);
        }
        return [.. documents.Select(document => document.ToArray())];
    }

    // The layout as its readers know it: 256 int32, of which the third is the number of uint16 that follow.
    private static int[] Shard(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        var header = Enumerable.Range(0, 256).Select(_ => reader.ReadInt32()).ToArray();
        Assert.Equal((20240520, 1), (header[0], header[1]));
        Assert.All(header[3..], zero => Assert.Equal(0, zero));
        Assert.Equal(1024 + 2L * header[2], reader.BaseStream.Length);
        return [.. Enumerable.Range(0, header[2]).Select(_ => (int)reader.ReadUInt16())];
    }

    private static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement),
        ];
}
