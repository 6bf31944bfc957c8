using FluxEntropy.Server.Storage;
using FluxEntropy.Server.Tests.Golden;
using FluxEntropy.Storage;

namespace FluxEntropy.Server.Tests.Verification;

/// <summary>Files of folders that a real server left are damaged, and repaired if they follow from others, else left alone.</summary>
public sealed class RepairTests
{
    private static readonly string[] Derived =
    [
        "names/",
        "/index/",
        "/tombstones/",
        "/runs/",
        "/tables/",
        "/snapshots/",
        "/checkpoints/",
        "state.db",
    ];

    [Theory]
    [MemberData(nameof(GoldenFolder.Names), MemberType = typeof(GoldenFolder))]
    public async Task What_follows_from_other_files_is_made_anew_and_nothing_else_is_touched(string name)
    {
        var golden = GoldenFolder.Find(name);
        var repaired = 0;
        foreach (var path in Directory.GetFiles(golden.Data, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(golden.Data, path);
            if (
                new FileInfo(path).Length == 0
                || relative is "format.json"
                || relative.Contains("state.db-", StringComparison.Ordinal)
            )
                continue;
            using var copy = new TemporaryFolder();
            golden.CopyData(copy["data"]);
            await DamageAsync(Path.Combine(copy["data"], relative));
            var isDerived = Derived.Any(part => relative.Contains(part, StringComparison.Ordinal));
            var problems = await ProblemsAsync(copy["data"]);
            var steps = await RepairAsync(copy["data"]);

            Assert.True(steps == 0 || isDerived, $"{relative} does not follow from others");
            Assert.Equal(isDerived ? "" : problems, await ProblemsAsync(copy["data"]));
            Assert.Equal(0, await RepairAsync(copy["data"]));
            repaired += steps;
        }
        Assert.InRange(repaired, 10, int.MaxValue);
    }

    private static async Task DamageAsync(string file)
    {
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
    }

    private static async Task<int> RepairAsync(string data)
    {
        using var folder = DataFolder.OpenStopped(data);
        var steps = await StoppedFolder.PlanRepairAsync(folder, TestContext.Current.CancellationToken);
        foreach (var step in steps)
            await step.DoAsync(TestContext.Current.CancellationToken);
        return steps.Count;
    }

    private static async Task<string> ProblemsAsync(string data)
    {
        var report = await StoppedFolder.VerifyAsync(data, cancellationToken: TestContext.Current.CancellationToken);
        return string.Join('\n', report.Problems);
    }
}
