using FluxEntropy.Codecs;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// A record of a session's log. Payload: kind byte, version byte, then the fields in order, integers as LEB128
/// (<see cref="ByteWriter"/>). A curriculum is kept as its JSON, because people read logs too.
/// </summary>
public abstract record SessionLogEntry
{
    private const byte Version = 1;

    private enum Kind : byte
    {
        CurriculumUpdated = 1,
        SnapshotAdopted = 2,
        StepPlanned = 3,
        StepReported = 4,
        BranchOpened = 5,
        Stopped = 6,
        BinRanDry = 7,
        StepsDropped = 8,
    }

    /// <summary>The record's bytes; the log adds length and checksum.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter();
        switch (this)
        {
            case CurriculumUpdated { Entry: var entry }:
                Begin(writer, Kind.CurriculumUpdated);
                writer.Unsigned((ulong)entry.Version);
                writer.Unsigned((ulong)entry.FromStep);
                writer.String(entry.Curriculum.ToJson());
                writer.String(entry.Author);
                writer.String(entry.Reason);
                writer.Unsigned((ulong)entry.Time.ToUnixTimeMilliseconds());
                writer.String(entry.Key);
                break;
            case SnapshotAdopted { Snapshot: var snapshot }:
                Begin(writer, Kind.SnapshotAdopted);
                snapshot.WriteTo(writer);
                break;
            case StepPlanned { Step: var step, TokenHash: var hash }:
                Begin(writer, Kind.StepPlanned);
                Write(writer, step);
                writer.UInt64(hash);
                break;
            case StepReported { Branch: var branch, Consumer: var consumer, Report: var report }:
                Begin(writer, Kind.StepReported);
                writer.Count(branch);
                writer.Count(consumer);
                Write(writer, report);
                break;
            case BranchOpened opened:
                Begin(writer, Kind.BranchOpened);
                writer.Count(opened.Branch);
                writer.Count(opened.Parent);
                writer.Unsigned((ulong)opened.FromStep);
                writer.Count(opened.Consumers);
                writer.String(opened.Run);
                break;
            case Stopped:
                Begin(writer, Kind.Stopped);
                break;
            case BinRanDry dry:
                Begin(writer, Kind.BinRanDry);
                writer.Unsigned((ulong)dry.Step);
                writer.Count(dry.Bin);
                break;
            case StepsDropped dropped:
                Begin(writer, Kind.StepsDropped);
                writer.Unsigned((ulong)dropped.FromStep);
                break;
        }
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a record of a session's log; the message names the offset.</exception>
    public static SessionLogEntry Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "session log record");
        var kind = (Kind)reader.Byte();
        reader.Version(Version);
        SessionLogEntry entry = kind switch
        {
            Kind.CurriculumUpdated => new CurriculumUpdated(ReadCurriculum(ref reader)),
            Kind.SnapshotAdopted => new SnapshotAdopted(Snapshot.ReadFrom(ref reader)),
            Kind.StepPlanned => new StepPlanned(ReadStep(ref reader), reader.UInt64()),
            Kind.StepReported => ReadReported(ref reader),
            Kind.BranchOpened => ReadOpened(ref reader),
            Kind.Stopped => new Stopped(),
            Kind.BinRanDry => new BinRanDry(reader.LongNatural(), reader.Natural()),
            Kind.StepsDropped => new StepsDropped(reader.LongNatural()),
            _ => throw reader.Invalid($"kind {(byte)kind} is unknown"),
        };
        reader.End();
        return entry;
    }

    private static void Begin(ByteWriter writer, Kind kind)
    {
        writer.Byte((byte)kind);
        writer.Byte(Version);
    }

    private static CurriculumEntry ReadCurriculum(ref ByteReader reader)
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
                reader.String()
            );
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw reader.Invalid(exception.Message);
        }
    }

    private static void Write(ByteWriter writer, PlannedStep step)
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

    private static PlannedStep ReadStep(ref ByteReader reader)
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

    private static long ReadWeight(ref ByteReader reader)
    {
        var weight = reader.LongNatural();
        return weight <= BinWeights.Total ? weight : throw reader.Invalid($"a bin's weight, {weight}, is above 2^32");
    }

    private static void Write(ByteWriter writer, StepReport report)
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

    private static StepReported ReadReported(ref ByteReader reader)
    {
        var (branch, consumer) = (reader.Natural(), reader.Natural());
        return new StepReported(branch, ReadReport(ref reader), consumer);
    }

    private static BranchOpened ReadOpened(ref ByteReader reader)
    {
        var (branch, parent) = (reader.Natural(), reader.Natural());
        return new BranchOpened(branch, reader.LongNatural(), parent, reader.Natural(), reader.String());
    }

    private static StepReport ReadReport(ref ByteReader reader)
    {
        var (step, loss) = (reader.LongNatural(), reader.Double());
        var bins = new BinLoss[reader.Count(10)];
        for (var i = 0; i < bins.Length; i++)
            bins[i] = new BinLoss(reader.Natural(), reader.Double(), reader.Natural());
        return new StepReport(step, loss, bins, reader.UInt64());
    }
}
