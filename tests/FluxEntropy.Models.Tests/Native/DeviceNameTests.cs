using FluxEntropy.Models.Native;

namespace FluxEntropy.Models.Tests.Native;

public sealed class DeviceNameTests
{
    [Theory]
    [InlineData("cpu:3", false, 3)]
    [InlineData("cuda:1", true, 1)]
    [InlineData("cuda", true, 0)]
    public void Name_is_read(string name, bool isCuda, int number) =>
        Assert.Equal(new DeviceName(isCuda, number), DeviceName.Parse(name));

    [Fact]
    public void Processor_without_a_number_is_all_its_cores() =>
        Assert.Equal(Environment.ProcessorCount, DeviceName.Parse("cpu").Workers);

    [Theory]
    [InlineData("gpu:0")]
    [InlineData("cpu:0")]
    [InlineData("cpu:x")]
    [InlineData("cpu:1:2")]
    public void Unknown_device_is_refused_by_name(string device) =>
        Assert.Contains(device, Assert.Throws<ArgumentException>(() => DeviceName.Parse(device)).Message);
}
