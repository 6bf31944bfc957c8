using System.Text;
using FluxEntropy.Codecs;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Sketches;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Scores;

/// <summary>Files as the first format had them, written out here byte by byte.</summary>
public sealed class FormatOneTests
{
    [Fact]
    public void A_score_file_without_mappings_is_read_with_those_of_its_time()
    {
        var file = ScoreFile.Read(ScoresOfVersion1("entropy.mean", "perplexity", "margin.mean"), "x");
        Assert.Equal(
            [
                new MetricColumn("entropy.mean", CellMapping.Nats),
                new MetricColumn("perplexity", CellMapping.Relative),
                new MetricColumn("margin.mean", CellMapping.Probability),
            ],
            file.Header.Columns
        );
        Assert.Equal([1f, 2f], file.Column("entropy.mean")!);
        Assert.Equal([5f, 6f], file.Column("margin.mean")!);
        Assert.Null(file.Column("entropy.sum"));
        Assert.Equal(RowStatus.Unranked, file.Status(1));
    }

    [Fact]
    public void A_histogram_without_a_mapping_is_read_with_that_of_its_time()
    {
        var writer = new ByteWriter();
        Write(writer, "entropy.mean");
        var histogram = MetricHistogram.Decode(writer.ToArray());
        Assert.Equal(CellMapping.Nats, histogram.Mapping);
        Assert.Equal((3, 30), (histogram.Documents, histogram.Tokens));
        Assert.Equal(1, histogram.Cells.First().LowerBound);
        Assert.Equal(histogram, MetricHistogram.Decode(histogram.Encode()));
    }

    [Fact]
    public void An_aggregates_record_is_read_as_one_of_files_that_had_every_metric()
    {
        var writer = new ByteWriter();
        writer.Byte(2);
        writer.String("profile");
        writer.Count(1); // marks
        writer.Count(3);
        writer.Count(7);
        writer.Count(0);
        writer.UInt128(99);
        writer.Count(1); // orderings
        writer.String("entropy.mean");
        writer.Count(0); // runs
        writer.Unsigned(3);
        writer.Unsigned(0);
        writer.Unsigned(0);
        writer.Count(2); // histograms
        Write(writer, "entropy.mean");
        Write(writer, "perplexity");
        var record = AggregateRecord.Decode(writer.ToArray());
        Assert.Equal(["entropy.mean", "perplexity"], record.Metrics.Select(metric => metric.Name));
        Assert.All(record.Metrics, metric => Assert.Equal((0, 0), (metric.NotScored, metric.Backfills.Count)));
        var aggregate = new ShardGroupAggregate(record);
        Assert.Null(aggregate.NextBackfill(3, "perplexity"));
        Assert.Equal(0, aggregate.NextBackfill(3, "entropy.min"));
        Assert.Equal(3, aggregate.NotScored("entropy.min"));
        Assert.Equal(record.Encode(), AggregateRecord.Decode(record.Encode()).Encode());
    }

    private static void Write(ByteWriter writer, string metric)
    {
        writer.Byte(1);
        writer.String(metric);
        writer.Count(1);
        writer.Signed(4096);
        writer.Unsigned(3);
        writer.Unsigned(30);
    }

    private static byte[] ScoresOfVersion1(params string[] metrics)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var json = Encoding.UTF8.GetBytes(
            $$"""
            {"CorpusId":"c","ProfileHash":"p","Shard":1,"Segment":2,"FirstRow":10,"Rows":2,"Metrics":["{{string.Join(
                "\",\"",
                metrics
            )}}"],"Nonce":"n"}
            """
        );
        writer.Write("FLXSCORE"u8);
        writer.Write(1);
        writer.Write(json.Length);
        writer.Write(json);
        for (var value = 1; value <= 2 * metrics.Length; value++)
            writer.Write((float)value);
        writer.Write(4);
        writer.Write(1);
        writer.Write((byte)RowStatus.Scored);
        writer.Write((byte)RowStatus.Unranked);
        writer.Write(0);
        return Checksummed.Seal(stream);
    }
}
