using FluxEntropy.Server.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Server.Tests.Limits;

public sealed class CallTurnsTests
{
    private static readonly int Many = 100 * Environment.ProcessorCount;

    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _end = new();
    private int _begun;

    [Fact]
    public async Task Calls_take_turns_by_connection_and_those_that_are_cancelled_before_never_begin()
    {
        var turns = new CallTurns(_time);
        using var leaving = new CancellationTokenSource();
        var greedy = Enumerable
            .Range(0, Many)
            .Select(_ => BeginAsync(turns, "greedy", _end.Task, leaving.Token))
            .ToList();
        var modest = BeginAsync(turns, "modest", Task.CompletedTask, CancellationToken.None);
        Assert.InRange(_begun, 1, Many / 10);
        Assert.False(modest.IsCompleted);

        _time.Advance(CallTurns.Beginning); // those that have begun are long: as many others begin
        await modest;
        await leaving.CancelAsync();
        _end.SetResult();
        await Task.WhenAll(greedy);

        Assert.InRange(_begun, 1, Many / 10);
    }

    [Fact]
    public async Task Calls_that_last_keep_no_other_from_beginning()
    {
        var turns = new CallTurns(_time);
        var lasting = Enumerable
            .Range(0, Many)
            .Select(_ => BeginAsync(turns, "one", _end.Task, CancellationToken.None))
            .ToList();
        var another = BeginAsync(turns, "one", Task.CompletedTask, CancellationToken.None);

        while (!another.IsCompleted)
        {
            _time.Advance(CallTurns.Beginning);
            await Task.Yield();
        }

        _end.SetResult();
        await Task.WhenAll(lasting);
        Assert.Equal(Many + 1, _begun);
    }

    private Task BeginAsync(CallTurns turns, string connection, Task end, CancellationToken aborted)
    {
        var context = new DefaultHttpContext { RequestAborted = aborted };
        context.Connection.Id = connection;
        return turns.BeginAsync(context, _ =>
        {
            Interlocked.Increment(ref _begun);
            return end;
        });
    }
}
