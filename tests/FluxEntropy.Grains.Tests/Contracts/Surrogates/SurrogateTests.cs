using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace FluxEntropy.Grains.Tests.Contracts.Surrogates;

/// <summary>Core types cross grains whole: another silo reads what one wrote, and a call within a silo copies nothing.</summary>
public sealed class SurrogateTests
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly PlannedRow Stretch = new(3, 70_000, 12, 500, 5, 2);

    private static readonly PlannedStep Planned = new()
    {
        Step = 9,
        CurriculumVersion = 4,
        SnapshotHash = UInt128.MaxValue - 5,
        Weights = [1L << 31, 1L << 31],
        Rows = [Stretch, new PlannedRow(0, 0, 0, 1, 0, 0)],
        Remainder = 17,
    };

    private static readonly TokenBatch Batch = new()
    {
        Step = 9,
        Tokens = [1, 2, 100_000, -1],
        Bins = [0, 255],
        Batch = 1,
        Time = 3,
    };

    private static readonly CurriculumEntry Entry = new(
        4,
        30,
        new Curriculum
        {
            Bins = 6,
            Schedule = new SequentialSchedule(),
            Dry = DryBinPolicy.Stop,
        },
        "author",
        "reason",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
        "key"
    );

    private static readonly ShardRow Row = new(
        7,
        "id",
        UInt128.One << 99,
        20,
        true,
        3,
        new LogPosition(2, 1 << 20),
        true
    );

    public static TheoryData<object> Values =>
        [
            new IncomingDocument("id", "text 🙂", Metadata("file", "a.txt"), UInt128.MaxValue),
            new IncomingDocument("id", "text", Metadata()),
            new AppendOutcome(AppendStatus.Quarantined, "reason", 3, -1, "00ff"),
            new AppendOutcome(AppendStatus.Replaced, null, 3, 8, "00ff"),
            new DeleteOutcome("id", 4),
            new DeleteOutcome("id", null),
            new QuarantinedRecord("", "file", 8, "reason", "00ff"),
            new QuarantinedRecord("id", "", 0, "reason"),
            new ShardCounts(8, 7, 6, 5, 4, 1L << 40, 1L << 39, 1),
            new Segment(3, 4096, 100, 1L << 33),
            Row,
            Row with
            {
                Segment = null,
                HeldOut = false,
                IsDeleted = false,
            },
            new ShardDocument(Row, "text", Metadata("language", "en")),
            new OrderingEntry(-1.5f, 3, 4, 5),
            new SnapshotMark(1, 2, 3, UInt128.MaxValue - 1),
            Batch,
            Stretch,
            Planned,
            new StepPlanned(Planned, ulong.MaxValue),
            new ServedRow(9, 4, Stretch),
            new ServedCounts(1, 5, [10, 20], 7),
            new SessionPreview
            {
                FromStep = 3,
                Bins = 2,
                Tokens = [1, 2, 3, 4],
                Documents = 8,
                Repeated = 2,
                DryAt = [null, 4],
                Snapshot = UInt128.One,
                StopsAt = 5,
            },
            Entry.Curriculum,
            Entry,
            new CurriculumUpdate(4, 31, Entry.Curriculum, "author", "reason", "key"),
            new CurriculumUpdate(4, null, Entry.Curriculum, "", ""),
            new RetuneDecision(4, 30, 31, "refused", true),
            new StepReport(9, 2.5, [new BinLoss(1, 2.25, 100)], 77),
            new StepAnswer.HandedOut(new StepPlanned(Planned, 5), Batch),
            new StepAnswer.Superseded(1, 2),
            new StepAnswer.TooFewDocuments(),
            new StepAnswer.BinDry(4, 1, 6),
            new StepAnswer.Ended(),
            new StepAnswer.OutOfOrder(8),
            new JoinAnswer.Joined(3),
            new JoinAnswer.NeverServed(1L << 33),
            new JoinAnswer.OtherConsumers(2),
            new JoinAnswer.OtherHistory(3, 1L << 33),
            new JoinAnswer.Superseded(3, 4),
            new RunToJoin("run", 2, 1L << 33, true, 4, Entry.Curriculum, 5),
            new OpenDocument(1, 2, 3, 4, 5, -1.5f),
            new ReportAnswer.Accepted(),
            new ReportAnswer.Superseded(1, 2),
            new ReportAnswer.NotHandedOut(4),
            new ReportAnswer.OtherTokens(ulong.MaxValue),
            new SessionStatus(1, 2, 3, true, false, Entry, [0.5, 0.5], UInt128.One, 4, 2.5, null, "night"),
            new SegmentPart(5, [new ShardDocument(Row, "text", Metadata())]),
            new SnapshotPart(["a"], ["b"], [new SnapshotMark(1, 2, 3, 4)]),
        ];

    [Theory]
    [MemberData(nameof(Values))]
    public void AnotherSilo_ReadsWhatOneWrote(object value)
    {
        var type = DeclaredType(value);
        var serializer = Services.GetRequiredService<Serializer>();
        var written = (byte[])Generic(serializer, nameof(Serializer.SerializeToArray), type, value);
        Assert.Equivalent(value, Generic(serializer, nameof(Serializer.Deserialize), type, written), strict: true);
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void ACallWithinASilo_CopiesNothing(object value)
    {
        Assert.SkipWhen(value.GetType().IsValueType, "a struct is copied by passing it");
        Assert.Same(
            value,
            Generic(Services.GetRequiredService<DeepCopier>(), nameof(DeepCopier.Copy), DeclaredType(value), value)
        );
    }

    // What a grain's interface says: of an answer that may be one of several, their base.
    private static Type DeclaredType(object value) =>
        value is StepAnswer or JoinAnswer or ReportAnswer ? value.GetType().BaseType! : value.GetType();

    private static object Generic(object target, string method, Type type, object argument) =>
        target
            .GetType()
            .GetMethods()
            .Single(candidate =>
                candidate.Name == method
                && candidate.IsGenericMethodDefinition
                && candidate.GetParameters() is [var only]
                && (only.ParameterType.IsGenericParameter || only.ParameterType == argument.GetType())
            )
            .MakeGenericMethod(type)
            .Invoke(target, [argument])!;

    private static Dictionary<string, string> Metadata(params string[] fields) =>
        fields.Chunk(2).ToDictionary(field => field[0], field => field[1]);
}
