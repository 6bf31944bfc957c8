using CsCheck;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

public class ServedStepsTests
{
    [Fact]
    public void The_steps_of_a_document_are_those_that_took_some_of_it() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 30])
            .Array[1, 400]
            .Array[1, 40]
            .Sample(
                steps =>
                {
                    var served = new ServedSteps();
                    for (var step = 0; step < steps.Length; step++)
                        served.Add(Step(step, steps[step]));

                    for (var shard = 0; shard < 2; shard++)
                    {
                        for (var row = 0; row <= 31; row++)
                            Assert.Equal(
                                Enumerable
                                    .Range(0, steps.Length)
                                    .Where(step => steps[step].Contains((shard, row)))
                                    .Select(step => (long)step),
                                served.Of(shard, row)
                            );
                    }
                },
                iter: 30
            );

    [Fact]
    public void Steps_that_are_dropped_are_forgotten_and_passes_counted_from_what_is_left() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 30])
            .Array[1, 400]
            .Array[2, 40]
            .Sample(
                steps =>
                {
                    var served = new ServedSteps();
                    for (var step = 0; step < steps.Length; step++)
                        served.Add(Step(step, steps[step]));
                    served.DropFrom(steps.Length / 2);
                    var left = steps[..(steps.Length / 2)];

                    Assert.Equal(
                        Enumerable
                            .Range(0, left.Length)
                            .Where(step => left[step].Contains((1, 7)))
                            .Select(step => (long)step),
                        served.Of(1, 7)
                    );
                    var expected = left.SelectMany(rows => rows)
                        .GroupBy(row => row)
                        .OrderBy(group => group.Key)
                        .SelectMany(group => group.Select((row, pass) => (row.Item1, row.Item2, pass)));
                    Assert.Equal(expected, served.Begun());
                },
                iter: 30
            );

    [Fact]
    public void A_view_counts_the_documents_of_a_window_once_each_and_later_steps_do_not_change_it() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 200])
            .Array[1, 400]
            .Array[2, 40]
            .Sample(
                steps =>
                {
                    var (served, half) = (new ServedSteps(), steps.Length / 2);
                    for (var step = 0; step < half; step++)
                        served.Add(Step(step, steps[step]));
                    var view = served.View();
                    for (var step = half; step < steps.Length; step++)
                        served.Add(Step(step, steps[step]));
                    var later = served.View();
                    served.DropFrom(0);

                    for (var from = 0; from <= steps.Length; from += 3)
                    {
                        for (var to = from; to <= steps.Length; to += 5)
                        {
                            Assert.Equal(
                                Distinct(steps[Math.Min(from, half)..Math.Min(to, half)]),
                                Count(view, from, to)
                            );
                            Assert.Equal(Distinct(steps[from..to]), Count(later, from, to));
                        }
                    }

                    static long Count(ServedStepsView view, long from, long to) =>
                        view.Documents(from, to, TestContext.Current.CancellationToken);

                    static long Distinct((int, int)[][] steps) => steps.SelectMany(rows => rows).Distinct().Count();
                },
                iter: 20
            );

    private static PlannedStep Step(long step, (int Shard, int Row)[] rows) =>
        new()
        {
            Step = step,
            CurriculumVersion = 1,
            SnapshotHash = 0,
            Weights = [],
            Rows = [.. rows.Select(row => new PlannedRow(row.Shard, row.Row, 0, 1, 0, 0))],
            Remainder = 0,
        };
}
