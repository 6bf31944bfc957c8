using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public class CurriculumHistoryTests
{
    [Theory]
    [InlineData(null, 10, 10, 10)]
    [InlineData(50L, 10, 50, 50)]
    [InlineData(5L, 10, 5, 10)]
    public void An_update_holds_from_the_step_wished_for_or_the_next_not_handed_out(
        long? wished,
        long next,
        long requested,
        long effective
    )
    {
        var decision = Two().Decide(Update(2, wished), next, 100);
        Assert.Equal(new RetuneDecision(3, requested, effective, null), decision with { Replaces = null });
    }

    [Fact]
    public void An_update_names_the_versions_set_for_later_that_it_keeps_from_ever_holding()
    {
        var history = Two();
        history.Add(Entry(3, 40, 2, new UniformSchedule()));
        Assert.Equal([2L, 3L], history.Decide(Update(3, null), 10, 100).Replaces);
        Assert.Equal([3L], history.Decide(Update(3, null), 30, 100).Replaces);
        Assert.Null(history.Decide(Update(3, 50), 10, 100).Replaces);
        history.Add(Entry(4, 10, 2, new UniformSchedule()));
        Assert.Equal([null, 4L, 4L, null], history.Entries.Select(history.ReplacementOf));
        Assert.Null(history.Decide(Update(4, 11), 10, 100).Replaces); // they were replaced before
    }

    [Fact]
    public void A_stale_version_is_refused_with_the_current_one()
    {
        var refusal = Two().Decide(Update(1, null), 10, 100).Refusal;
        Assert.Contains("1 is stale", refusal);
        Assert.Contains("current version is 2", refusal);
    }

    [Fact]
    public void An_update_that_is_repeated_under_its_key_is_answered_as_it_was_and_another_under_that_key_is_refused()
    {
        var history = Two();
        history.Add(Entry(3, 30, 2, new UniformSchedule()) with { Key = "k" });

        Assert.Equal(new RetuneDecision(3, 25, 30, null, IsRepeat: true), history.Decide(Update(2, 25, "k"), 40, 100));
        var other = Update(3, 50, "k") with { Curriculum = Uniform with { Bins = 3 } };
        Assert.Contains("'k' names version 3", history.Decide(other, 40, 100).Refusal);
        Assert.False(history.Decide(Update(3, 50, "other"), 40, 100).IsRepeat);
    }

    [Fact]
    public void A_step_at_or_beyond_the_end_is_refused() =>
        Assert.Contains("100", Two().Decide(Update(2, 100), 10, 100).Refusal);

    [Fact]
    public void The_newest_entry_that_has_begun_is_in_force()
    {
        var history = Two();
        history.Add(Entry(3, 15, 2, new UniformSchedule()));
        Assert.Equal([1L, 1, 3, 3], new[] { 0L, 14, 15, 99 }.Select(step => history.At(step).Version));
    }

    [Fact]
    public void The_entries_in_force_over_some_steps_are_those_that_each_step_finds() =>
        Gen.Select(Gen.Long[0, 30].Array[0, 8], Gen.Long[0, 30], Gen.Long[0, 30])
            .Sample(
                (begins, from, to) =>
                {
                    var history = new CurriculumHistory();
                    history.Add(Entry(1, 0, 2, new UniformSchedule()));
                    foreach (var begin in begins)
                        history.Add(Entry(history.Entries.Count + 1, begin, 2, new UniformSchedule()));
                    var found = new List<CurriculumEntry>();
                    for (var step = from; step < to; step++)
                    {
                        if (found.Count == 0 || found[^1] != history.At(step))
                            found.Add(history.At(step));
                    }

                    Assert.Equal(found, history.InForce(from, to));
                }
            );

    private static Curriculum Uniform => new() { Bins = 2, Schedule = new UniformSchedule() };

    private static CurriculumUpdate Update(long expectedVersion, long? fromStep, string key = "") =>
        new(expectedVersion, fromStep, Uniform, "author", "because", key);

    private static CurriculumHistory Two()
    {
        var history = new CurriculumHistory();
        history.Add(Entry(1, 0, 2, new UniformSchedule()));
        history.Add(Entry(2, 20, 2, new SequentialSchedule()));
        return history;
    }
}
