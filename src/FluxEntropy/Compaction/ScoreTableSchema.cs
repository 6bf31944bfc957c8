using Parquet.Schema;

namespace FluxEntropy.Compaction;

/// <summary>The columns of a table. A field belongs to one schema, so each table has its own.</summary>
internal sealed class ScoreTableSchema
{
    /// <summary>Columns before those of the metrics.</summary>
    public const int FixedColumns = 7;

    public ScoreTableSchema(IEnumerable<string> metrics)
    {
        Metrics = [.. metrics.Select(name => new DataField<float>(name, nullable: true))];
        Schema = new ParquetSchema([Id, Shard, Row, Segment, Tokens, HeldOut, Failure, .. Metrics]);
    }

    public DataField<string> Id { get; } = new("id", nullable: false);

    public DataField<int> Shard { get; } = new("shard");

    public DataField<int> Row { get; } = new("row");

    public DataField<int> Segment { get; } = new("segment");

    public DataField<int> Tokens { get; } = new("tokens");

    public DataField<bool> HeldOut { get; } = new("held_out");

    public DataField<string> Failure { get; } = new("failure", nullable: true);

    public DataField<float>[] Metrics { get; }

    public ParquetSchema Schema { get; }
}
