using CsCheck;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public sealed class BatchBuilderTests
{
    [Fact]
    public void Documents_lie_end_to_end_across_rows_and_steps() =>
        Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 4], Gen.Int[1, 90])
            .SampleAsync(
                async (seed, batch, time) =>
                {
                    using var ordering = new Corpus(seed).Grow(3).Ordering();
                    var settings = Settings(batch, time, steps: 8);
                    var planner = new StepPlanner(settings);
                    planner.Adopt(ordering);
                    var stream = new List<int>();
                    for (var step = 0L; step < settings.TotalSteps; step++)
                    {
                        var planned = planner.Plan(step, Entry(1, 0, 4, new UniformSchedule())).Step();
                        planner.Apply(planned);
                        var built = await BatchBuilder.BuildAsync(planned, settings, ReadAsync);
                        Assert.Equal(
                            (step, batch, time, batch * (time + 1), batch * time),
                            (built.Step, built.Batch, built.Time, built.Tokens.Length, built.Bins.Length)
                        );
                        Assert.Equal(BinsOfTargets(planned, settings), built.Bins);
                        stream.AddRange(built.Tokens);
                    }

                    // Token t of a document is written as row · 100 + t: a document begins at 0 and goes up by one to its end.
                    for (var i = 1; i < stream.Count; i++)
                        Assert.True(
                            stream[i] % 100 == 0 || stream[i] == stream[i - 1] + 1,
                            $"token {i} is torn from the one before"
                        );
                    Assert.Equal(0, stream[0] % 100);
                },
                iter: 30
            );

    private static ValueTask ReadAsync(int shard, int row, int from, Memory<int> destination)
    {
        for (var i = 0; i < destination.Length; i++)
            destination.Span[i] = (row * 100) + from + i;
        return ValueTask.CompletedTask;
    }

    private static byte[] BinsOfTargets(PlannedStep planned, SessionSettings settings)
    {
        var binOfToken = planned.Rows.SelectMany(row => Enumerable.Repeat((byte)row.Bin, row.Tokens)).ToArray();
        return [.. binOfToken.Where((_, token) => token % (settings.Time + 1) != 0)];
    }
}
