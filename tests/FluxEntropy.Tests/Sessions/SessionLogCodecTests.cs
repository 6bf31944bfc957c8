using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

/// <summary>Records that logs hold already: they must mean what they meant.</summary>
public class SessionLogCodecTests
{
    private static readonly CurriculumEntry Entry = new(
        2,
        7,
        new Curriculum { Bins = 3, Schedule = new UniformSchedule() },
        "ada",
        "to compare",
        DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
        "key-1"
    );

    private static readonly PlannedStep Step = new()
    {
        Step = 300,
        CurriculumVersion = 2,
        SnapshotHash = new UInt128(1, 2),
        Weights = [1L << 31, 0, 1L << 31],
        Rows = [new PlannedRow(1, 200, 0, 17, 2, 0), new PlannedRow(0, 3, 5, 9, 0, 1)],
        Remainder = 4,
    };

    private static readonly StepReport Report = new(300, 1.25, [new BinLoss(1, 2.5, 33)], 0xABCDEF0123456789);

    /// <summary>A record of each kind, and its bytes as the first version with that kind's newest version wrote them.</summary>
    public static TheoryData<SessionLogEntry, string> Written =>
        new()
        {
            {
                new CurriculumUpdated(Entry),
                "010102075a7b2262696e73223a332c227363686564756c65223a7b226b696e64223a22756e69666f726d227d2c226f72"
                    + "646572223a2273687566666c6564222c226d617373223a22746f6b656e73222c22647279223a22726570656174227d03"
                    + "6164610a746f20636f6d70617265fbd095ffbc31056b65792d31"
            },
            {
                new SnapshotAdopted(new Snapshot("c1", "p1", "entropy.mean", [new SnapshotMark(1, 4, 2, 99)])),
                "02010263310270310c656e74726f70792e6d65616e0101040263000000000000000000000000000000"
            },
            {
                new StepPlanned(Step, 0x0123456789ABCDEF),
                "0301ac0202020000000000000001000000000000000380808080080080808080080201c8010011020000030509000104"
                    + "efcdab8967452301"
            },
            {
                new StepPlanned(Step with { Open = [new OpenDocument(1, 200, 1, 17, 300, 2.5f)] }, 0x0123456789ABCDEF),
                "0302ac0202020000000000000001000000000000000380808080080080808080080201c8010011020000030509000104"
                    + "efcdab89674523010101c8010111ac0200002040"
            },
            {
                new StepReported(2, Report, Consumer: 3),
                "04010203ac02000000000000f43f01010000000000000440218967452301efcdab"
            },
            { new BranchOpened(3, 300, Parent: 2, Consumers: 4, Run: "night"), "05010302ac0204056e69676874" },
            { new Stopped(), "0601" },
            { new BinRanDry(300, 2), "0701ac0202" },
            { new StepsDropped(300), "0801ac02" },
        };

    [Theory]
    [MemberData(nameof(Written))]
    public void Records_have_the_bytes_that_they_always_had(SessionLogEntry entry, string bytes)
    {
        Assert.True(
            bytes == Convert.ToHexStringLower(entry.Encode()),
            $"{entry.GetType().Name} is written otherwise than logs hold it:\n{bytes}\n{Convert.ToHexStringLower(entry.Encode())}\n"
                + $"A field that is added goes to the end and raises the version of its kind: see {nameof(SessionLogCodec)}. "
                + "Keep the bytes above as a record of the earlier version below, and put the new ones here."
        );
        Assert.Equal(bytes, Convert.ToHexStringLower(SessionLogEntry.Decode(Convert.FromHexString(bytes)).Encode()));
    }

    [Fact]
    public void A_curriculum_from_before_updates_had_keys_has_none() =>
        Assert.Equal(
            Entry with
            {
                Key = "",
            },
            Assert
                .IsType<CurriculumUpdated>(
                    SessionLogEntry.Decode(new CurriculumUpdated(Entry).Encode().AsSpan()[..^"_key-1".Length])
                )
                .Entry
        );

    [Fact]
    public void A_branch_from_before_runs_had_names_has_none() =>
        Assert.Equal(
            new BranchOpened(3, 300, Parent: 2, Consumers: 4),
            SessionLogEntry.Decode(Convert.FromHexString("05010302ac0204"))
        );

    [Fact]
    public void A_record_of_a_later_version_is_refused_with_what_to_do() =>
        Assert.Equal(
            "session log record at byte 2: version 2 is unknown (this program reads version 1); use the program that wrote it.",
            Assert.Throws<InvalidDataException>(() => SessionLogEntry.Decode([8, 2, 9])).Message
        );

    [Fact]
    public void A_record_of_a_later_kind_is_refused_with_what_to_do() =>
        Assert.Equal(
            "session log record at byte 1: kind 9 is unknown (this program reads 1 to 8); use the program that wrote it.",
            Assert.Throws<InvalidDataException>(() => SessionLogEntry.Decode([9, 1])).Message
        );
}
