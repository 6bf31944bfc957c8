using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

public sealed class TrainingAttemptsTests : IDisposable
{
    private static readonly HashSet<string> Alive = ["here"];
    private readonly TemporaryFolder _folder = new();
    private readonly TrainingAttempts _attempts;

    public TrainingAttemptsTests() => _attempts = new TrainingAttempts(new LocalFileStore(_folder.Path), "s");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_process_that_is_gone_crashed_and_counts_while_the_session_comes_no_further()
    {
        await _attempts.BeginAsync("first", 5);
        await _attempts.BeginAsync("second", 5);
        await _attempts.BeginAsync("here", 5);
        Assert.Equal((2, 0), (_attempts.Crashes(Alive, 5), _attempts.Crashes(Alive, 6)));
        Assert.Equal(2, _attempts.Crashes(Alive, 4)); // it was taken back to an earlier step

        await _attempts.BeginAsync("third", 6); // the row is over, and begins again
        Assert.Equal((1, 1), (_attempts.Crashes(Alive, 6), _attempts.Crashes(Alive, 0)));
    }

    [Fact]
    public async Task An_attempt_that_ended_is_none_and_a_person_ends_the_row()
    {
        await _attempts.BeginAsync("first", 5);
        await _attempts.BeginAsync("here", 5);
        await _attempts.BeginAsync("here", 7); // a run that was interrupted makes its model again
        await _attempts.BeginAsync("other", 7);
        _attempts.End("here");
        Assert.Equal(1, _attempts.Crashes(new HashSet<string>(), 0));
        await _attempts.BeginAsync("here", 7);
        _attempts.ForgetOthers("here");
        Assert.Equal((0, 1), (_attempts.Crashes(Alive, 0), _attempts.Crashes(new HashSet<string>(), 0)));
    }
}
