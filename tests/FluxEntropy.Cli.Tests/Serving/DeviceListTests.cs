using FluxEntropy.Cli.Serving;
using FluxEntropy.Engines.Simulated;

namespace FluxEntropy.Cli.Tests.Serving;

public sealed class DeviceListTests
{
    [Fact]
    public void Group_of_simulated_devices_is_a_name_each()
    {
        var devices = DeviceList.Parse(["cpu:2", "sim:3@500"]);

        Assert.Equal(4, devices.Count);
        Assert.Equal("cpu:2, 3 simulated devices, whose scores are made up", DeviceList.Text(devices));
    }

    [Fact]
    public void Simulated_devices_by_themselves_score_under_their_own_model()
    {
        Assert.Equal([SimulatedModel.Name], DeviceList.ModelsOf(DeviceList.Parse(["sim:1@500"]), []));
        Assert.NotEqual([SimulatedModel.Name], DeviceList.ModelsOf(DeviceList.Parse(["cpu:1", "sim:1@500"]), []));
    }

    [Theory]
    [InlineData("tpu", "'tpu' is unknown")]
    [InlineData("sim:2@5,sim:1@5", "is named twice")]
    public void What_is_no_device_is_refused(string devices, string part) =>
        Assert.Contains(
            part,
            Assert.Throws<ArgumentException>(() => DeviceList.Parse(devices.Split(','))).Message,
            StringComparison.Ordinal
        );
}
