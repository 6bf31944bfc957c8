using FluxEntropy.Curricula;
using FluxEntropy.Grains.Sessions;
using FluxEntropy.Sessions;
using FluxEntropy.Sketches;
using FluxEntropy.V1;
using Google.Protobuf.WellKnownTypes;

namespace FluxEntropy.Server.Services;

/// <summary>Curricula and sessions on their way between messages and the types that mean them.</summary>
internal static class SessionMessages
{
    /// <summary>Reads and checks a curriculum; what is wrong is named with its field below <paramref name="field"/>.</summary>
    public static Curricula.Curriculum ToCurriculum(string field, CurriculumSpec? message)
    {
        if (message is null)
            throw Invalid.Argument(field, "is required.");
        var curriculum = new Curricula.Curriculum
        {
            Bins = (int)Invalid.Range($"{field}.bins", message.Bins, 1u, (uint)Curricula.Curriculum.MaxBins),
            Schedule = ToSchedule(field, message),
            Order = message.Order switch
            {
                CurriculumSpec.Types.Order.Ascending => BinOrder.Ascending,
                CurriculumSpec.Types.Order.Descending => BinOrder.Descending,
                _ => BinOrder.Shuffled,
            },
            Mass = message.Mass == CurriculumSpec.Types.Mass.Documents ? Mass.Documents : Mass.Tokens,
        };
        return curriculum.Problem() is { } problem
            ? throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.InvalidArgument, $"{field}.{problem}"))
            : curriculum;
    }

    public static CurriculumSpec ToMessage(Curricula.Curriculum curriculum)
    {
        var message = new CurriculumSpec
        {
            Bins = (uint)curriculum.Bins,
            Order = curriculum.Order switch
            {
                BinOrder.Ascending => CurriculumSpec.Types.Order.Ascending,
                BinOrder.Descending => CurriculumSpec.Types.Order.Descending,
                _ => CurriculumSpec.Types.Order.Shuffled,
            },
            Mass = curriculum.Mass == Mass.Documents ? CurriculumSpec.Types.Mass.Documents : CurriculumSpec.Types.Mass.Tokens,
        };
        switch (curriculum.Schedule)
        {
            case UniformSchedule:
                message.Uniform = new();
                break;
            case SequentialSchedule:
                message.Sequential = new();
                break;
            case ReverseSchedule:
                message.Reverse = new();
                break;
            case ManualSchedule manual:
                message.Manual = new() { Weights = { manual.Weights } };
                break;
            case KeyFrameSchedule keyFrames:
                message.KeyFrames = new()
                {
                    Frames = { keyFrames.Frames.Select(frame => new CurriculumSpec.Types.KeyFrame { At = frame.At, Weights = { frame.Weights } }) },
                    Interpolation = keyFrames.Interpolation == Interpolation.Step
                        ? CurriculumSpec.Types.Interpolation.Step : CurriculumSpec.Types.Interpolation.Linear,
                };
                break;
        }
        return message;
    }

    public static CurriculumState ToMessage(SessionStatus status, long totalSteps) => new()
    {
        Version = (ulong)status.Curriculum.Version,
        FromStep = (ulong)status.Curriculum.FromStep,
        Curriculum = ToMessage(Curricula.Curriculum.FromJson(status.Curriculum.Json)),
        NextStep = (ulong)status.NextStep,
        TotalSteps = (ulong)totalSteps,
        Author = status.Curriculum.Author,
        Reason = status.Curriculum.Reason,
        Time = Timestamp.FromDateTimeOffset(status.Curriculum.Time),
        Weights = { status.Curriculum.Weights },
    };

    public static Session ToMessage(SessionSettings settings, string corpus, SessionStatus status) => new()
    {
        Name = settings.Name,
        Id = settings.Id,
        Corpus = corpus,
        Metric = settings.Metric,
        Batch = (uint)settings.Batch,
        Time = (uint)settings.Time,
        TotalSteps = (ulong)settings.TotalSteps,
        Seed = settings.Seed,
        Created = Timestamp.FromDateTimeOffset(settings.Created),
        NextStep = (ulong)status.NextStep,
        ReportedSteps = (ulong)status.ReportedSteps,
        Branch = (uint)status.Branch,
        Curriculum = ToMessage(status, settings.TotalSteps),
        Snapshot = status.SnapshotHash,
        SnapshotDocuments = (ulong)status.SnapshotDocuments,
    };

    private static Schedule ToSchedule(string field, CurriculumSpec message) => message.ScheduleCase switch
    {
        CurriculumSpec.ScheduleOneofCase.Uniform => new UniformSchedule(),
        CurriculumSpec.ScheduleOneofCase.Sequential => new SequentialSchedule(),
        CurriculumSpec.ScheduleOneofCase.Reverse => new ReverseSchedule(),
        CurriculumSpec.ScheduleOneofCase.Manual => new ManualSchedule([.. message.Manual.Weights]),
        CurriculumSpec.ScheduleOneofCase.KeyFrames => new KeyFrameSchedule(
            [.. message.KeyFrames.Frames.Select(frame => new KeyFrame(frame.At, [.. frame.Weights]))],
            message.KeyFrames.Interpolation == CurriculumSpec.Types.Interpolation.Step ? Interpolation.Step : Interpolation.Linear),
        _ => throw Invalid.Argument($"{field}.schedule", "is required: one of uniform, sequential, reverse, manual, key_frames."),
    };
}
