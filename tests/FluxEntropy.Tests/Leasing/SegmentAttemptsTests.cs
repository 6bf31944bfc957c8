using FluxEntropy.Leasing;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Leasing;

public class SegmentAttemptsTests
{
    private static readonly HashSet<string> Alive = ["device-3"];

    [Fact]
    public async Task An_attempt_that_ended_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        var attempts = Attempts(folder);
        using (await attempts.BeginAsync("device-1"))
            Assert.Equal(1, attempts.Crashes(Alive));
        Assert.Equal(0, attempts.Crashes(Alive));
    }

    [Fact]
    public async Task Only_attempts_of_processes_that_are_gone_are_crashes()
    {
        using var folder = new TemporaryFolder();
        var attempts = Attempts(folder);
        await attempts.BeginAsync("device-1");
        await attempts.BeginAsync("device-2");
        await attempts.BeginAsync("device-3");
        Assert.Equal(2, attempts.Crashes(Alive));
        Assert.Equal(3, attempts.Crashes(new HashSet<string>()));
    }

    [Fact]
    public async Task Rows_and_segments_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        var (attempts, neighbour) = (Attempts(folder), Attempts(folder, segment: 171));
        await attempts.BeginAsync(4, "device-1");
        await attempts.BeginAsync(4, "device-2");
        await attempts.BeginAsync(42, "device-1");
        await neighbour.BeginAsync("device-1");
        Assert.Equal(
            (0, 2, 1, 0),
            (
                attempts.Crashes(Alive),
                attempts.Crashes(4, Alive),
                attempts.Crashes(42, Alive),
                attempts.Crashes(2, Alive)
            )
        );
        Assert.Equal(1, neighbour.Crashes(Alive));

        attempts.Clear();
        Assert.Equal((0, 0, 0), (attempts.Crashes(Alive), attempts.Crashes(4, Alive), attempts.Crashes(42, Alive)));
        Assert.Equal(1, neighbour.Crashes(Alive));
    }

    [Fact]
    public async Task Attempts_at_what_is_published_are_forgotten()
    {
        using var folder = new TemporaryFolder();
        var store = new LocalFileStore(folder.Path);
        var (published, pending) = (Attempts(folder), Attempts(folder, segment: 18));
        await published.BeginAsync("device-1");
        await pending.BeginAsync("device-1");
        await store.PublishAsync(
            DataLayout.ScoreFile("corpus", "profile", 3, 17),
            new byte[] { 1 },
            TestContext.Current.CancellationToken
        );

        SegmentAttempts.ClearPublished(store, "corpus", "profile", 3);
        Assert.Equal((0, 1), (published.Crashes(Alive), pending.Crashes(Alive)));
    }

    private static SegmentAttempts Attempts(TemporaryFolder folder, int segment = 17) =>
        new(new LocalFileStore(folder.Path), "corpus", "profile", new SegmentKey(3, segment));
}
