using System.Text.Json;
using Parquet;
using Parquet.Schema;
using ZstdSharp;

namespace FluxEntropy.Cli.Tests.Inputs;

/// <summary>Tables in, by the real executable.</summary>
public sealed class TableSourceTests
{
    [Fact]
    public async Task Csv_in_zstd_is_scored_and_its_bad_records_are_set_aside()
    {
        using var folder = new TemporaryFolder();
        var file = folder["prompts.csv.zst"];
        using (var zstd = new Compressor())
            await File.WriteAllBytesAsync(
                file,
                zstd.Wrap("act,prompt\na,\"Gets the\nvalue.\"\nb\nc,Sets the value.\n"u8).ToArray(),
                TestContext.Current.CancellationToken
            );

        await using var flux = await FluxProcess.RunAsync(
            "score",
            file,
            "--text-field",
            "prompt",
            "--id-field",
            "act",
            "--format",
            "jsonl"
        );

        Assert.Equal(0, flux.ExitCode);
        Assert.Equal(["a", "c"], Ids(flux));
        Assert.Contains("prompts.csv.zst:4: 1 field where the header names 2", flux.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parquet_is_tokenized_as_the_same_text_is()
    {
        using var folder = new TemporaryFolder();
        await WriteParquetAsync(folder["a.parquet"], ["one", null], ["Gets the value.", null]);
        var plain = folder.Write("a.jsonl", "{\"id\":\"one\",\"text\":\"Gets the value.\"}\n");

        await using var table = await FluxProcess.RunAsync("tokenize", folder["a.parquet"]);
        await using var lines = await FluxProcess.RunAsync("tokenize", plain);

        Assert.Equal((0, lines.Output), (table.ExitCode, table.Output));
        Assert.Contains(
            "a.parquet:2: the document is empty: column \"text\" is null",
            table.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Table_without_the_text_column_says_which_there_are()
    {
        using var folder = new TemporaryFolder();

        await using var flux = await FluxProcess.RunAsync("tokenize", folder.Write("a.tsv", "act\tprompt\nx\ty\n"));

        Assert.Equal(1, flux.ExitCode);
        Assert.Contains(
            "no column \"text\"; the columns are \"act\", \"prompt\"; name the one that holds the text with --text-field",
            flux.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_nothing_was_read_no_file_is_left_and_the_fields_are_named()
    {
        using var folder = new TemporaryFolder();
        var records = folder.Write("a.jsonl", "{\"id\":1,\"body\":\"x\"}\n{\"id\":2,\"body\":\"y\"}\n");

        await using var flux = await FluxProcess.RunAsync("score", records, "--output", folder["scores.parquet"]);

        Assert.Equal(1, flux.ExitCode);
        Assert.Contains(
            "nothing was read: 2 records set aside, the first because of this: no field \"text\"; "
                + "the fields are \"id\", \"body\"",
            flux.Errors,
            StringComparison.Ordinal
        );
        Assert.Equal(["a.jsonl"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task One_record_that_was_read_is_a_success_and_warnings_name_a_field_once()
    {
        using var folder = new TemporaryFolder();
        var records = folder.Write(
            "a.jsonl",
            "{\"id\":1,\"text\":\"x\",\"m\":NaN}\n{\"id\":2,\"text\":\"y\",\"m\":NaN}\n{\"id\":3}\n"
        );

        await using var flux = await FluxProcess.RunAsync("tokenize", records);

        Assert.Equal((0, 2), (flux.ExitCode, Documents(flux)));
        Assert.Single(flux.Errors.Split('\n'), line => line.Contains("\"m\" is left out", StringComparison.Ordinal));
    }

    private static int Documents(FluxProcess flux) => flux.Output.Count(character => character == '\n');

    private static IEnumerable<string?> Ids(FluxProcess flux) =>
        flux
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());

    private static async Task WriteParquetAsync(string path, string?[] ids, string?[] texts)
    {
        var schema = new ParquetSchema(new DataField<string>("id"), new DataField<string>("text"));
        await using var file = File.Create(path);
        await using var writer = await ParquetWriter.CreateAsync(schema, file);
        using var group = writer.CreateRowGroup();
        await group.WriteAsync(schema.DataFields[0], ids);
        await group.WriteAsync(schema.DataFields[1], texts);
    }
}
