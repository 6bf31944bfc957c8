using CsCheck;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;

namespace FluxEntropy.Tests.Curricula;

public class CurriculumTests
{
    private static readonly Gen<double[]> GenWeights = Gen.Double[0, 1e300]
        .Array[1, 60]
        .Where(weights => weights.Any(weight => weight > 0));

    [Fact]
    public void Integer_weights_sum_to_two_to_the_32nd_and_stay_within_one_of_the_exact_share() =>
        GenWeights.Sample(weights =>
        {
            var scaled = KeyFrames.Constant(weights).WeightsAt(0.5);
            var integers = BinWeights.Quantize(scaled);
            Assert.Equal(BinWeights.Total, integers.Sum());
            for (var bin = 0; bin < weights.Length; bin++)
                Assert.InRange(
                    integers[bin],
                    scaled[bin] * BinWeights.Total - 1.01,
                    scaled[bin] * BinWeights.Total + 1.01
                );
        });

    [Fact]
    public void A_draw_picks_the_bin_whose_share_holds_it() =>
        Gen.Select(GenWeights, Gen.UInt)
            .Sample(
                (weights, draw) =>
                {
                    var integers = BinWeights.Quantize(KeyFrames.Constant(weights).WeightsAt(0));
                    var bin = BinWeights.Pick(integers, draw);
                    Assert.InRange(draw, integers[..bin].Sum(), integers[..(bin + 1)].Sum() - 1);
                }
            );

    [Fact]
    public void Sequential_serves_the_bin_of_the_original_formula_at_every_step() =>
        Gen.Select(Gen.Int[1, 64], Gen.Long[1, 5000])
            .Sample(
                (bins, total) =>
                {
                    var (sequential, reverse) = (
                        Of(bins, new SequentialSchedule()).KeyFrames(total),
                        Of(bins, new ReverseSchedule()).KeyFrames(total)
                    );
                    for (var step = 0L; step < total; step += 1 + total / 97)
                    {
                        var bin = (int)(step * bins / total); // ⌊pK⌋ in integers
                        Assert.Equal(1, sequential.WeightsAt((double)step / total)[bin]);
                        Assert.Equal(1, reverse.WeightsAt((double)step / total)[bins - 1 - bin]);
                    }
                }
            );

    [Fact]
    public void Uniform_gives_every_bin_the_same()
    {
        var weights = Of(6, new UniformSchedule()).KeyFrames(10).WeightsAt(0.3);
        Assert.Equal(weights.Max(), weights.Min());
    }

    [Fact]
    public void Key_frames_are_met_exactly_and_lines_lie_between()
    {
        KeyFrame[] frames = [new(0.2, [1, 0]), new(0.6, [0, 4])];
        var linear = Of(2, new KeyFrameSchedule(frames));
        Assert.Equal([1.0, 0], linear.KeyFrames(10).WeightsAt(0 / 10.0));
        Assert.Equal([0.5, 0.5], linear.KeyFrames(10).WeightsAt(4 / 10.0), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([0.0, 1], linear.KeyFrames(10).WeightsAt(9 / 10.0));
        var stepwise = Of(2, new KeyFrameSchedule(frames, Interpolation.Step));
        Assert.Equal([1.0, 0], stepwise.KeyFrames(10).WeightsAt(5 / 10.0));
        Assert.Equal([0.0, 1], stepwise.KeyFrames(10).WeightsAt(6 / 10.0));
    }

    [Theory]
    [InlineData("""{"bins":0,"schedule":{"kind":"uniform"}}""", "bins: 0")]
    [InlineData("""{"bins":2,"schedule":{"kind":"manual","weights":[1]}}""", "weights: 1 weights for 2 bins")]
    [InlineData("""{"bins":2,"schedule":{"kind":"manual","weights":[1,-1]}}""", "weights[1]: -1")]
    [InlineData("""{"bins":2,"schedule":{"kind":"manual","weights":[0,0]}}""", "weights: all are zero")]
    [InlineData("""{"bins":1,"schedule":{"kind":"keyFrames","frames":[]}}""", "frames: at least one")]
    [InlineData(
        """{"bins":1,"schedule":{"kind":"keyFrames","frames":[{"at":0.5,"weights":[1]},{"at":0.5,"weights":[1]}]}}""",
        "frames[1].at: 0.5"
    )]
    [InlineData(
        """{"bins":1,"schedule":{"kind":"keyFrames","frames":[{"at":1.5,"weights":[1]}]}}""",
        "frames[0].at: 1.5"
    )]
    [InlineData("""{"bins":1,"schedule":{"kind":"uniform"},"colour":1}""", "colour")]
    [InlineData("""{"bins":1,"schedule":{"kind":"wavy"}}""", "wavy")]
    [InlineData("""{"bins":1}""", "schedule")]
    [InlineData("""{"bins":1,"schedule":{}}""", "schedule.kind")]
    [InlineData("""{"bins":1,"schedule":null}""", "schedule")]
    [InlineData("""{"bins":1,"schedule":{"kind":"manual","weights":null}}""", "weights")]
    [InlineData("""{"bins":1,"schedule":{"kind":"keyFrames","frames":[null]}}""", "frames[0]")]
    [InlineData("""{"bins":1,"schedule":{"kind":"uniform"},"order":7}""", "order")]
    [InlineData("""{"bins":-2,"schedule":"uniform"}""", "bins: -2")]
    [InlineData("""{"schedule":"wavy"}""", "schedule: 'wavy' is unknown")]
    [InlineData("""{"schedule":"warmup(0.4)"}""", "schedule")]
    [InlineData(
        """{"schedule":{"kind":"warmup","schedule":{"kind":"manual","weights":[1,-2]},"until":0.4}}""",
        "schedule.schedule.weights[1]: -2"
    )]
    [InlineData("""{"schedule":"softmax | then(doReMi)"}""", "only one may")]
    [InlineData("""{"schedule":"uniform","schedule":"reverse"}""", "schedule")]
    [InlineData("null", "it is not an object")]
    public void What_is_wrong_is_named(string json, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => Curriculum.FromJson(json)).Message);

    [Fact]
    public void The_kind_of_a_schedule_need_not_come_first() =>
        Assert.IsType<ManualSchedule>(
            Curriculum.FromJson("""{"schedule":{"weights":[1,2],"kind":"manual"},"bins":2}""").Schedule
        );

    private static Curriculum Of(int bins, Schedule schedule) => new() { Bins = bins, Schedule = schedule };
}
