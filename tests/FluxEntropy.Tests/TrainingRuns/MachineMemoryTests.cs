using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

public sealed class MachineMemoryTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Without_limits_the_memory_is_the_machines()
    {
        Machine();
        Write("proc/self/cgroup", "0::/\n");
        Write("sys/fs/cgroup/memory.max", "max\n");
        Assert.Equal(16_000_000L * 1024, MachineMemory.Read(_root.Path));
    }

    [Theory]
    [InlineData("sys/fs/cgroup/memory.max")] // of a container, seen from within
    [InlineData("sys/fs/cgroup/system.slice/flux.service/memory.max")]
    [InlineData("sys/fs/cgroup/system.slice/memory.max")] // of a group above
    [InlineData("sys/fs/cgroup/memory/memory.limit_in_bytes")] // of the first version
    public void The_least_limit_of_a_control_group_counts(string limit)
    {
        Machine();
        Write("proc/self/cgroup", "0::/system.slice/flux.service\n");
        Write(limit, "8000000000\n");
        Assert.Equal(8_000_000_000, MachineMemory.Read(_root.Path));
    }

    [Fact]
    public void A_limit_above_what_the_machine_has_is_none()
    {
        Machine();
        Write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
        Assert.Equal(16_000_000L * 1024, MachineMemory.Read(_root.Path));
    }

    [Fact]
    public void A_machine_that_does_not_say_has_no_number() => Assert.Null(MachineMemory.Read(_root.Path));

    [Fact]
    public void This_machine_says() => Assert.InRange(MachineMemory.Read()!.Value, 1L << 20, long.MaxValue);

    private void Machine() => Write("proc/meminfo", "MemTotal:       16000000 kB\nMemFree:         1000000 kB\n");

    private void Write(string path, string text)
    {
        var full = Path.Combine(_root.Path, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
