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

    private static TrainingPlan Plan(string? device, int threads) =>
        new("llama", 1, 1, 2, 1e-3, 0, 50, threads, Device: device);
}
