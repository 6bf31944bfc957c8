using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Sessions;
using static FluxEntropy.Tests.Sessions.Corpus;

namespace FluxEntropy.Tests.Sessions;

public class BinNotesTests
{
    [Fact]
    public void Bins_that_one_long_document_outweighs_are_named_with_what_uniform_weights_serve()
    {
        var lengths = new Queue<int>([100_000, .. Enumerable.Repeat(100, 199)]);
        using var ordering = new Corpus(1, shards: 1, documentsASegment: 200, tokens: _ => lengths.Dequeue())
            .Grow(1)
            .Ordering();
        var curriculum = Entry(1, 0, 6, new UniformSchedule()).Curriculum;
        var bounds = ordering.BinBounds(6, curriculum.Mass);
        int[] empty = [.. Enumerable.Range(0, 6).Where(bin => bounds[bin] == bounds[bin + 1])];
        Assert.NotEmpty(empty);

        var note = Assert.Single(BinNotes.Of(curriculum, ordering));

        Assert.StartsWith($"bins {empty[0] + 1}, ", note, StringComparison.Ordinal);
        Assert.Contains("of 6 are empty: one document has 83% of all ranked tokens", note, StringComparison.Ordinal);
        // What it says is what is served.
        var settings = Settings(batch: 4, steps: 400, packing: RowPacking.Competing);
        var planner = new StepPlanner(settings);
        planner.Adopt(ordering);
        var tokens = new double[6];
        for (var step = 0L; step < settings.TotalSteps; step++)
        {
            var planned = planner.Plan(step, Entry(1, 0, 6, new UniformSchedule())).Step();
            planner.Apply(planned);
            foreach (var row in planned.Rows)
                tokens[row.Bin] += row.Tokens;
        }
        var said = note[(note.IndexOf("serve ", StringComparison.Ordinal) + 6)..^1].Split(", ");
        for (var bin = 0; bin < 6; bin++)
            Assert.InRange(100 * tokens[bin] / tokens.Sum() - double.Parse(said[bin][..^1]), -2.5, 2.5);
    }

    [Fact]
    public void There_is_nothing_to_say_where_every_bin_has_documents()
    {
        using var ordering = new Corpus(2).Grow(3).Ordering();
        Assert.Empty(BinNotes.Of(Entry(1, 0, 6, new UniformSchedule()).Curriculum, ordering));
    }
}
