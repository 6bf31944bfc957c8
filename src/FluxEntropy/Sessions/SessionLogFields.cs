using FluxEntropy.Codecs;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>The fields of records that have many, in the order in which <see cref="SessionLogCodec"/> keeps them.</summary>
internal static class SessionLogFields
{
    public static void Write(ByteWriter writer, CurriculumEntry entry)
    {
        writer.Unsigned((ulong)entry.Version);
        writer.Unsigned((ulong)entry.FromStep);
        writer.String(entry.Curriculum.ToJson());
        writer.String(entry.Author);
        writer.String(entry.Reason);
        writer.Unsigned((ulong)entry.Time.ToUnixTimeMilliseconds());
        writer.String(entry.Key);
    }

    public static CurriculumEntry ReadCurriculum(ref ByteReader reader)
    {
        var (version, from, json) = (reader.LongNatural(), reader.LongNatural(), reader.String());
        try
        {
            return new CurriculumEntry(
                version,
                from,
                Curriculum.FromJson(json),
                reader.String(),
                reader.String(),
                DateTimeOffset.FromUnixTimeMilliseconds(reader.LongNatural()),
                StringIfAny(ref reader)
            );
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw reader.Invalid(exception.Message);
        }
    }

    public static void Write(ByteWriter writer, BranchOpened opened)
    {
        writer.Count(opened.Branch);
        writer.Count(opened.Parent);
        writer.Unsigned((ulong)opened.FromStep);
        writer.Count(opened.Consumers);
        writer.String(opened.Run);
    }

    public static BranchOpened ReadBranch(ref ByteReader reader)
    {
        var (branch, parent) = (reader.Natural(), reader.Natural());
        return new BranchOpened(branch, reader.LongNatural(), parent, reader.Natural(), StringIfAny(ref reader));
    }

    public static void Write(ByteWriter writer, PlannedStep step)
    {
        writer.Unsigned((ulong)step.Step);
        writer.Unsigned((ulong)step.CurriculumVersion);
        writer.UInt128(step.SnapshotHash);
        writer.Count(step.Weights.Length);
        foreach (var weight in step.Weights)
            writer.Unsigned((ulong)weight);
        writer.Count(step.Rows.Length);
        foreach (var row in step.Rows)
        {
            writer.Count(row.Shard);
            writer.Count(row.Row);
            writer.Count(row.FromToken);
            writer.Count(row.Tokens);
            writer.Count(row.Bin);
            writer.Count(row.Pass);
        }
        writer.Count(step.Remainder);
    }

    public static PlannedStep ReadStep(ref ByteReader reader)
    {
        var (step, version, snapshot) = (reader.LongNatural(), reader.LongNatural(), reader.UInt128());
        var weights = new long[reader.Count(1)];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = ReadWeight(ref reader);
        var rows = new PlannedRow[reader.Count(6)];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new PlannedRow(
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Natural()
            );
        return new PlannedStep
        {
            Step = step,
            CurriculumVersion = version,
            SnapshotHash = snapshot,
            Weights = weights,
            Rows = rows,
            Remainder = reader.Natural(),
        };
    }

    public static void Write(ByteWriter writer, OpenDocument[] open)
    {
        writer.Count(open.Length);
        foreach (var document in open)
        {
            writer.Count(document.Shard);
            writer.Count(document.Row);
            writer.Count(document.Pass);
            writer.Count(document.NextToken);
            writer.Count(document.Left);
            writer.Single(document.Value);
        }
    }

    public static OpenDocument[] ReadOpen(ref ByteReader reader)
    {
        var open = new OpenDocument[reader.Count(9)];
        for (var i = 0; i < open.Length; i++)
            open[i] = new OpenDocument(
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Natural(),
                reader.Single()
            );
        return open;
    }

    public static void Write(ByteWriter writer, StepReport report)
    {
        writer.Unsigned((ulong)report.Step);
        writer.Double(report.Loss);
        writer.Count(report.BinLosses.Count);
        foreach (var bin in report.BinLosses)
        {
            writer.Count(bin.Bin);
            writer.Double(bin.Loss);
            writer.Count(bin.Targets);
        }
        writer.UInt64(report.TokenHash);
    }

    public static StepReport ReadReport(ref ByteReader reader)
    {
        var (step, loss) = (reader.LongNatural(), reader.Double());
        var bins = new BinLoss[reader.Count(10)];
        for (var i = 0; i < bins.Length; i++)
            bins[i] = new BinLoss(reader.Natural(), reader.Double(), reader.Natural());
        return new StepReport(step, loss, bins, reader.UInt64());
    }

    private static long ReadWeight(ref ByteReader reader)
    {
        var weight = reader.LongNatural();
        return weight <= BinWeights.Total ? weight : throw reader.Invalid($"a bin's weight, {weight}, is above 2^32");
    }

    // A field that the first records of its kind end before.
    private static string StringIfAny(ref ByteReader reader) => reader.Remaining == 0 ? "" : reader.String();
}
