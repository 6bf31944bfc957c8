using FluxEntropy.Compaction;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using Parquet;
using Parquet.Serialization;

namespace FluxEntropy.Tests.Compaction;

public class ScoreTableFileTests
{
    private static readonly ScoreTableHeader Header = new("c", "p", 3, 5, 2, 1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_to_the_bit()
    {
        var table = Table();
        var read = await ScoreTableFile.ReadAsync(await ScoreTableFile.EncodeAsync(table), "x", Cancel);
        Assert.Equal(Header, read.Header);
        Assert.Equal(table.Metrics, read.Metrics);
        Assert.Equal(table.Ids, read.Ids);
        Assert.Equal(table.Rows, read.Rows);
        Assert.Equal(table.Segments, read.Segments);
        Assert.Equal(table.Tokens, read.Tokens);
        Assert.Equal(table.HeldOut, read.HeldOut);
        Assert.Equal(table.Failures, read.Failures);
        for (var metric = 0; metric < MetricCatalog.BuiltIn.Names.Count; metric++)
            Assert.Equal(
                table.Metric(metric).Select(BitConverter.SingleToUInt32Bits),
                read.Metric(metric).Select(BitConverter.SingleToUInt32Bits)
            );
        Assert.Equal(table.Checksum, read.Checksum);
    }

    [Fact]
    public async Task Any_reader_of_Parquet_sees_the_documented_columns_and_nulls()
    {
        using var stream = new MemoryStream(await ScoreTableFile.EncodeAsync(Table()));
        await using (
            var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true, cancellationToken: Cancel)
        )
            Assert.Equal(
                ["id", "shard", "row", "segment", "tokens", "held_out", "failure", .. MetricCatalog.BuiltIn.Names],
                reader.Schema.Fields.Select(field => field.Name)
            );
        stream.Position = 0;
        var rows = (await ParquetSerializer.DeserializeUntypedAsync(stream, cancellationToken: Cancel)).Data;
        Assert.Equal(6, rows.Count);
        Assert.Equal(("id 1", 3, 11, 5), (rows[1]["id"], rows[1]["shard"], rows[1]["row"], rows[1]["segment"]));
        Assert.Null(rows[2].GetValueOrDefault("entropy.mean"));
        Assert.Equal("not finite", rows[2]["failure"]);
        Assert.NotNull(rows[1]["entropy.mean"]);
    }

    [Fact]
    public async Task A_value_that_was_changed_is_found()
    {
        var changed = Table();
        changed.Tokens[2]++;
        Assert.NotEqual(Table().Checksum, changed.Checksum);
    }

    [Fact]
    public async Task What_is_no_table_is_refused_with_its_name()
    {
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() =>
            ScoreTableFile.ReadAsync([1, 2, 3], "scores.parquet", Cancel)
        );
        Assert.StartsWith("scores.parquet: damaged: ", refusal.Message);
    }

    [Fact]
    public void Deleted_rows_are_left_out()
    {
        var table = Table(deleted: 11);

        Assert.Equal([10, 12, 13, 14, 15], table.Rows);
        Assert.Equal(["id 0", "id 2", "id 3", "id 4", "id 5"], table.Ids);
        Assert.Equal(Table().Metric(0).Where((_, row) => row != 1), table.Metric(0));
    }

    private static ScoreTable Table(int? deleted = null)
    {
        var table = new ScoreTable(Header, MetricCatalog.BuiltIn.Names);
        var random = new Random(1);
        for (var segment = 5; segment < 7; segment++)
        {
            DocumentScore[] scores =
            [
                .. Enumerable
                    .Range(0, 3)
                    .Select(i => new DocumentScore
                    {
                        TokenIds = new int[i + 1],
                        Bytes = 4,
                        Metrics =
                        [
                            .. MetricCatalog.BuiltIn.Names.Select(_ => i == 0 ? float.NaN : (float)random.NextDouble()),
                        ],
                        Failure = i == 2 ? "not finite" : null,
                    }),
            ];
            var header = new ScoreFileHeader(
                "c",
                "p",
                3,
                segment,
                10 + (segment - 5) * 3,
                3,
                MetricCatalog.BuiltIn.Columns,
                "n"
            );
            table.Add(
                new ScoredSegment(ScoreFile.Read(ScoreFile.Encode(header, scores, [true, false, false]), "x"), []),
                [$"id {segment * 3 - 15}", $"id {segment * 3 - 14}", $"id {segment * 3 - 13}"],
                row => row == deleted
            );
        }
        return table;
    }
}
