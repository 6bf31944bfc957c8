using CsCheck;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

public class ServedStepsTests
{
    [Fact]
    public void The_steps_of_a_document_are_those_that_took_some_of_it() =>
        Gen.Select(Gen.Int[0, 1], Gen.Int[0, 30]).Array[1, 400].Array[1, 40].Sample(steps =>
        {
            var served = new ServedSteps();
            for (var step = 0; step < steps.Length; step++)
                served.Add(Step(step, steps[step]));

            for (var shard = 0; shard < 2; shard++)
            {
                for (var row = 0; row <= 31; row++)
                    Assert.Equal(Enumerable.Range(0, steps.Length).Where(step => steps[step].Contains((shard, row))).Select(step => (long)step), served.Of(shard, row));
            }
        }, iter: 30);

    private static PlannedStep Step(long step, (int Shard, int Row)[] rows) => new()
    {
        Step = step,
        CurriculumVersion = 1,
        SnapshotHash = 0,
        Weights = [],
        Rows = [.. rows.Select(row => new PlannedRow(row.Shard, row.Row, 0, 1, 0, 0))],
        Remainder = 0,
    };
}
