using FluxEntropy.Engines.Simulated;

namespace FluxEntropy.Tests.Engines.Simulated;

public class SimulatedDeviceTests
{
    [Fact]
    public void A_group_stands_for_devices_of_one_speed_and_names_that_read_back()
    {
        var devices = SimulatedDevice.Group("sim:3@500");
        Assert.Equal(["sim.0@500", "sim.1@500", "sim.2@500"], devices.Select(device => device.Name));
        Assert.Equal(devices, devices.Select(device => SimulatedDevice.Parse(device.Name)));
    }

    [Theory]
    [InlineData("sim", "form sim:N@TOKENS_PER_SECOND")]
    [InlineData("sim:", "form sim:N@TOKENS_PER_SECOND")]
    [InlineData("sim:8", "form sim:N@TOKENS_PER_SECOND")]
    [InlineData("sim:8@5@5", "form sim:N@TOKENS_PER_SECOND")]
    [InlineData("sim:0@500", "'0' devices")]
    [InlineData("sim:-1@500", "'-1' devices")]
    [InlineData("sim:5000@500", "'5000' devices")]
    [InlineData("sim:8@0", "'0' tokens a second")]
    [InlineData("sim:8@fast", "'fast' tokens a second")]
    public void What_is_not_a_group_is_refused_by_its_part(string entry, string named) =>
        Assert.Contains(
            named,
            Assert.Throws<ArgumentException>(() => SimulatedDevice.Group(entry)).Message,
            StringComparison.Ordinal
        );
}
