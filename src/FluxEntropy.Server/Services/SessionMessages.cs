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
        if (message.Schedule.Length == 0)
            throw Invalid.Argument($"{field}.schedule", "is required: a line such as sequential | warmup(0.4).");
        if (message.Bins > Curricula.Curriculum.MaxBins)
            throw Invalid.Argument($"{field}.bins", $"{message.Bins} is outside 1 to {Curricula.Curriculum.MaxBins}.");
        try
        {
            var said = new System.Text.Json.Nodes.JsonObject { ["schedule"] = Schedule(message.Schedule) };
            if (message.Bins > 0)
                said["bins"] = message.Bins;
            return Curricula.Curriculum.FromJson(said.ToJsonString()) with
            {
                Order = Said<BinOrder>($"{field}.order", (int)message.Order),
                Mass = Said<Mass>($"{field}.mass", (int)message.Mass),
                Dry = Said<DryBinPolicy>($"{field}.dry", (int)message.Dry),
            };
        }
        catch (FormatException refused)
        {
            throw new Grpc.Core.RpcException(new Grpc.Core.Status(Grpc.Core.StatusCode.InvalidArgument, $"{field}.{refused.Message}"));
        }
    }

    public static CurriculumSpec ToMessage(Curricula.Curriculum curriculum) => new()
    {
        Bins = (uint)curriculum.Bins,
        Schedule = CurriculumJson.OneLine(curriculum.Schedule),
        Order = (CurriculumSpec.Types.Order)((int)curriculum.Order + 1),
        Mass = (CurriculumSpec.Types.Mass)((int)curriculum.Mass + 1),
        Dry = (CurriculumSpec.Types.Dry)((int)curriculum.Dry + 1),
    };

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

    // A protocol's enumeration is ours, after the value that says nothing.
    private static T Said<T>(string field, int value)
        where T : struct, System.Enum => (T)System.Enum.ToObject(typeof(T), Math.Max(0, Invalid.Range(field, value, 0, System.Enum.GetValues<T>().Length) - 1));

    private static System.Text.Json.Nodes.JsonNode? Schedule(string text)
    {
        try
        {
            return text.TrimStart().StartsWith('{') ? System.Text.Json.Nodes.JsonNode.Parse(text) : text;
        }
        catch (System.Text.Json.JsonException broken)
        {
            throw new FormatException($"schedule: {broken.Message}", broken);
        }
    }
}
