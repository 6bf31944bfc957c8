using CsCheck;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

public class ServedTotalsTests
{
    private const int Bins = 7;

    [Fact]
    public void What_some_steps_served_is_a_difference_of_two_sums_whatever_was_dropped_between() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[0, 400], Gen.Int[0, 300], Gen.Int)
            .Sample(
                (first, dropFrom, second, seed) =>
                {
                    var random = new Random(seed);
                    var (totals, steps) = (new ServedTotals(), new List<PlannedStep>());
                    Add(first);
                    var left = Math.Min(dropFrom, steps.Count);
                    steps.RemoveRange(left, steps.Count - left);
                    totals.DropFrom(left);
                    Add(second);

                    Assert.Equal(steps.Count, totals.Steps);
                    for (var i = 0; i < 20; i++)
                    {
                        var from = random.Next(steps.Count + 1);
                        var to = random.Next(from, steps.Count + 1);
                        var rows = steps[from..to].SelectMany(step => step.Rows).ToList();
                        var tokens = new long[rows.Count == 0 ? 0 : rows.Max(row => row.Bin) + 1];
                        rows.ForEach(row => tokens[row.Bin] += row.Tokens);
                        Assert.Equal(tokens, totals.Before(to).TokensSince(totals.Before(from)));
                        Assert.Equal(
                            rows.Count(row => row is { FromToken: 0, Pass: 0 }),
                            totals.Before(to).Documents - totals.Before(from).Documents
                        );
                    }

                    void Add(int count)
                    {
                        for (var i = 0; i < count; i++)
                        {
                            steps.Add(Step(steps.Count, random));
                            totals.Add(steps[^1]);
                        }
                    }
                },
                iter: 40
            );

    private static PlannedStep Step(long step, Random random) =>
        new()
        {
            Step = step,
            CurriculumVersion = 1,
            SnapshotHash = 0,
            Weights = new long[Bins],
            Rows =
            [
                .. Enumerable
                    .Range(0, random.Next(1, 5))
                    .Select(row => new PlannedRow(
                        0,
                        row,
                        random.Next(2),
                        random.Next(1, 300),
                        random.Next(Bins),
                        random.Next(2)
                    )),
            ],
            Remainder = 0,
        };
}
