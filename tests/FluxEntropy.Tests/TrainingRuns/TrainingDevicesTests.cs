using FluxEntropy.Engines;
using FluxEntropy.Tests.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

/// <summary>Where a plan is trained, in processes with various devices.</summary>
public sealed class TrainingDevicesTests
{
    [Theory]
    [InlineData(null, 3, "cpu:3", "cpu:8", "cuda:1")] // a plan of before there was a choice means the processor
    [InlineData("", 1, "cuda:1", "cpu:8", "cuda:1", "cuda:2")]
    [InlineData("", 1, "cpu:1", "cpu:8")]
    [InlineData("", 1, "cpu:1", "sim.0@500")]
    [InlineData("cpu:4", 4, "cpu:4", "cuda:0")]
    [InlineData("cuda:2", 1, "cuda:2", "cuda:1", "cuda:2")]
    public void Plan_is_trained_on_its_device(string? device, int threads, string expected, params string[] has) =>
        Assert.Equal(expected, new TrainingDevices(has).Of(Plan(device, threads)));

    [Theory]
    [InlineData("cuda:0")]
    [InlineData("cpu")]
    [InlineData("cpu:0")]
    [InlineData("cpu:1025")]
    [InlineData("cpu:-1")]
    [InlineData("sim.0@500")]
    [InlineData("gpu")]
    public void Device_that_is_not_there_is_refused_with_a_list_of_those_that_are(string device)
    {
        var devices = new TrainingDevices(["cpu:2", "cuda:1", "sim.0@500"]);

        var problem = devices.Problem(device);

        Assert.Equal(
            $"'{device}' is not among the devices that this session can be trained on: cpu:N (N threads), cuda:1.",
            problem
        );
        Assert.Equal(
            $"device: {problem}",
            Assert.Throws<InvalidDataException>(() => devices.Of(Plan(device, 1))).Message
        );
    }

    [Fact]
    public void A_run_is_not_started_with_more_threads_than_there_are_processors_and_goes_on_with_those_it_has()
    {
        var devices = new TrainingDevices(["cpu:2"]) { Processors = 4 };

        Assert.Null(devices.StartProblem("cpu:4"));
        Assert.Equal(
            "'cpu:5' asks for more threads than the 4 processors of the machine that trains; ask for cpu:4 or fewer.",
            devices.StartProblem("cpu:5")
        );
        Assert.Equal(devices.Problem("gpu"), devices.StartProblem("gpu"));
        Assert.Equal("cpu:5", devices.Of(Plan("cpu:5", 5)));
    }

    [Fact]
    public void A_model_that_does_not_fit_beside_other_runs_is_refused_with_the_numbers()
    {
        var devices = new TrainingDevices(["cpu:2", "cuda:0"]) { Memory = 8_000_000_000 };
        var needed = new TrainingMemory(250_000_000, 4_000_000_000, 1_500_000_000);
        var session = Corpus.Settings(batch: 8, time: 128);

        Assert.Null(devices.MemoryProblem(Plan("cpu:2", 2), session, needed, taken: 2_500_000_000));
        Assert.Null((devices with { Memory = null }).MemoryProblem(Plan("cpu:2", 2), session, needed, 9_000_000_000));
        Assert.Null(devices.MemoryProblem(Plan("cuda:0", 2), session, needed, taken: 9_000_000_000));
        Assert.Equal(
            "1 layers of width 2 take about 5.5 GB to train: 4.0 GB for the weights, gradients and optimizer state of 250,000,000 "
                + "parameters, and 1.5 GB for what a step of 8 rows of 128 tokens computes in 1 parts. The machine or container that "
                + "trains has 8.0 GB, of which other training runs take about 3.0 GB. Train a smaller model, accumulate over more parts, "
                + "or give the server more memory.",
            devices.MemoryProblem(Plan("cpu:2", 2), session, needed, taken: 3_000_000_000)
        );
    }

    private static TrainingPlan Plan(string? device, int threads) =>
        new("llama", 1, 1, 2, 1e-3, 0, 50, threads, Device: device);
}
