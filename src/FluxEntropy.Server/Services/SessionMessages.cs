using FluxEntropy.Grains.Contracts;
using FluxEntropy.Sessions;
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
        try
        {
            return CurriculumMessages.Of(message);
        }
        catch (FormatException refused)
        {
            throw new Grpc.Core.RpcException(
                new Grpc.Core.Status(Grpc.Core.StatusCode.InvalidArgument, $"{field}.{refused.Message}")
            );
        }
    }

    /// <summary>The hash of a snapshot as clients read it; empty while there is none.</summary>
    public static string Hex(UInt128? snapshot) => snapshot is { } hash ? $"{hash:x32}" : "";

    public static WaitingForDocuments ToMessage(SessionOutlook outlook) =>
        new() { RankedTokens = (ulong)outlook.RankedTokens, NeededTokens = (ulong)outlook.StepTokens };

    public static CurriculumState ToMessage(SessionStatus status, long totalSteps) =>
        new()
        {
            Version = (ulong)status.Curriculum.Version,
            FromStep = (ulong)status.Curriculum.FromStep,
            Curriculum = CurriculumMessages.Of(status.Curriculum.Curriculum),
            NextStep = (ulong)status.NextStep,
            TotalSteps = (ulong)totalSteps,
            Author = status.Curriculum.Author,
            Reason = status.Curriculum.Reason,
            Time = Timestamp.FromDateTimeOffset(status.Curriculum.Time),
            Weights = { status.Weights },
        };

    public static Session ToMessage(SessionSettings settings, string corpus, SessionStatus status)
    {
        var message = new Session
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
            Snapshot = Hex(status.Snapshot),
            SnapshotDocuments = (ulong)status.SnapshotDocuments,
        };
        if (settings.Separator is { } separator)
            message.SeparatorToken = (uint)separator;
        if (status.FirstLoss is { } first)
            message.FirstLoss = first;
        if (status.LastLoss is { } last)
            message.LastLoss = last;
        if (status.SmoothedLoss is { } smoothed)
            message.SmoothedLoss = smoothed;
        return message;
    }
}
