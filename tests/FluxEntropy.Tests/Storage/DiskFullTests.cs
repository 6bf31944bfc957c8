using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>
/// The disk becomes full at the n-th call that needs space, for every n: nothing is acknowledged that is not kept, nothing is
/// damaged, and the work goes on once there is space again.
/// </summary>
public sealed class DiskFullTests
{
    private static readonly Dictionary<string, Func<string, IRepeatableWork>> Works = new()
    {
        ["publish"] = root => new PublishedFiles(),
        ["log"] = root => new LogTenures(),
        ["ingest"] = root => new IngestedDocuments(root),
        ["aggregate"] = root => new SealedRuns(root),
        ["session"] = root => new HandedOutSteps(),
        ["checkpoint"] = root => new SavedCheckpoints(),
    };

    [Theory]
    [InlineData("publish", 8)]
    [InlineData("log", 8)]
    [InlineData("ingest", 12)]
    [InlineData("aggregate", 30)]
    [InlineData("session", 20)]
    [InlineData("checkpoint", 12)]
    public async Task A_disk_that_becomes_full_at_any_call_costs_time_and_nothing_else(string work, int atLeast)
    {
        var call = 0;
        while (await FillsUpAsync(Works[work], call))
            call++;

        Assert.True(call >= atLeast, $"only {call} calls needed space");
    }

    /// <returns>False when the work was done before the disk became full.</returns>
    private static async Task<bool> FillsUpAsync(Func<string, IRepeatableWork> begin, int call)
    {
        using var folder = new TemporaryFolder();
        var (left, isFull) = (call, true);
        var disk = new FailingDisk(LocalDisk.Instance, (kind, _) =>
            NeedsSpace(kind) && isFull && Interlocked.Decrement(ref left) < 0
        );
        var work = begin(folder.Path);

        if (
            await Record.ExceptionAsync(() => work.DoAsync(new LocalFileStore(folder.Path, disk), disk))
            is not { } failure
        )
            return false;
        Assert.True(DiskSpace.IsExhausted(failure), failure.ToString());
        await work.RequireAcknowledgedAsync(new LocalFileStore(folder.Path));

        if (await Record.ExceptionAsync(() => work.DoAsync(new LocalFileStore(folder.Path, disk), disk)) is { } again) // still full
            Assert.True(DiskSpace.IsExhausted(again), again.ToString());
        await work.RequireAcknowledgedAsync(new LocalFileStore(folder.Path));

        isFull = false;
        await work.DoAsync(new LocalFileStore(folder.Path, disk), disk);
        await work.RequireAcknowledgedAsync(new LocalFileStore(folder.Path));
        await work.RequireDoneAsync(new LocalFileStore(folder.Path));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp", SearchOption.AllDirectories));
        return true;
    }

    // An fsync may be what finds out, where the disk allots space late.
    private static bool NeedsSpace(DiskCall call) =>
        call is DiskCall.Create or DiskCall.Write or DiskCall.Flush or DiskCall.Link or DiskCall.CreateFolder;
}
