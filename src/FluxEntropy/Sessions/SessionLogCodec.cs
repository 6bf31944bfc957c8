using FluxEntropy.Codecs;
using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>
/// Bytes of the records of a session's log: kind byte, version byte, then the fields in order, integers as LEB128
/// (<see cref="ByteWriter"/>). A curriculum is kept as its JSON, because people read logs too. How a record may change:
/// <list type="bullet">
/// <item>Each kind has a version of its own. A field is only added, at the end, and raises it: <see cref="Newest"/> names the new
/// version, and the field has a default where a record of an earlier one lacks it.</item>
/// <item>A record is written in the lowest version that can hold it, so that an older program reads all that it could have written.</item>
/// <item>The number of a kind, the order of its fields and what they mean never change: what means something else is a new kind.</item>
/// </list>
/// Version 1 of two kinds was written without its last field at first (<see cref="CurriculumUpdated"/> without the key,
/// <see cref="BranchOpened"/> without the run's name), before there were these rules: such records end early, and are read.
/// </summary>
internal static class SessionLogCodec
{
    private const byte WithBackfills = 2; // of a snapshot
    private const byte WithOpen = 2; // of a planned step

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

    public static byte[] Encode(SessionLogEntry entry)
    {
        var writer = new ByteWriter();
        switch (entry)
        {
            case CurriculumUpdated updated:
                Begin(writer, Kind.CurriculumUpdated);
                SessionLogFields.Write(writer, updated.Entry);
                break;
            case SnapshotAdopted adopted:
                Begin(writer, Kind.SnapshotAdopted, adopted.Snapshot.HasBackfills ? WithBackfills : (byte)1);
                SnapshotCodec.Write(writer, adopted.Snapshot);
                break;
            case StepPlanned planned:
                Begin(writer, Kind.StepPlanned, planned.Step.Open.Length > 0 ? WithOpen : (byte)1);
                SessionLogFields.Write(writer, planned.Step);
                writer.UInt64(planned.TokenHash);
                if (planned.Step.Open.Length > 0)
                    SessionLogFields.Write(writer, planned.Step.Open);
                break;
            case StepReported reported:
                Begin(writer, Kind.StepReported);
                writer.Count(reported.Branch);
                writer.Count(reported.Consumer);
                SessionLogFields.Write(writer, reported.Report);
                break;
            case BranchOpened opened:
                Begin(writer, Kind.BranchOpened);
                SessionLogFields.Write(writer, opened);
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

    public static SessionLogEntry Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "session log record");
        var kind = (Kind)reader.Byte();
        if (!Enum.IsDefined(kind))
            throw reader.Invalid(
                $"kind {(byte)kind} is unknown (this program reads 1 to {(byte)Kind.StepsDropped}); use the program that wrote it"
            );
        var version = reader.Version(1, Newest(kind));
        SessionLogEntry entry = kind switch
        {
            Kind.CurriculumUpdated => new CurriculumUpdated(SessionLogFields.ReadCurriculum(ref reader)),
            Kind.SnapshotAdopted => new SnapshotAdopted(SnapshotCodec.Read(ref reader, version == WithBackfills)),
            Kind.StepPlanned => ReadPlanned(ref reader, version),
            Kind.StepReported => ReadReported(ref reader),
            Kind.BranchOpened => SessionLogFields.ReadBranch(ref reader),
            Kind.Stopped => new Stopped(),
            Kind.BinRanDry => new BinRanDry(reader.LongNatural(), reader.Natural()),
            _ => new StepsDropped(reader.LongNatural()),
        };
        reader.End();
        return entry;
    }

    // A kind that gained a field has an arm here.
    private static byte Newest(Kind kind) =>
        kind switch
        {
            Kind.SnapshotAdopted => WithBackfills,
            Kind.StepPlanned => WithOpen,
            _ => 1,
        };

    private static void Begin(ByteWriter writer, Kind kind, byte version = 1)
    {
        writer.Byte((byte)kind);
        writer.Byte(version);
    }

    private static StepPlanned ReadPlanned(ref ByteReader reader, byte version)
    {
        var planned = new StepPlanned(SessionLogFields.ReadStep(ref reader), reader.UInt64());
        return version < WithOpen
            ? planned
            : planned with
            {
                Step = planned.Step with { Open = SessionLogFields.ReadOpen(ref reader) },
            };
    }

    private static StepReported ReadReported(ref ByteReader reader)
    {
        var (branch, consumer) = (reader.Natural(), reader.Natural());
        return new StepReported(branch, SessionLogFields.ReadReport(ref reader), consumer);
    }
}
