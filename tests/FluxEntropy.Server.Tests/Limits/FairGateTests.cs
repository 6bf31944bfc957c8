using FluxEntropy.Server.Limits;

namespace FluxEntropy.Server.Tests.Limits;

public sealed class FairGateTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_is_given_out_than_there_is_and_what_waits_is_served_when_it_fits()
    {
        var gate = new FairGate(10);
        var first = await gate.TakeAsync("a", 6, Cancelled);
        var second = gate.TakeAsync("b", 6, Cancelled).AsTask();

        Assert.False(second.IsCompleted);
        Assert.True(gate.IsContended);
        first.Dispose();
        using (await second)
            Assert.Equal((6, false), (gate.InUse, gate.IsContended));
        Assert.Equal((0, 6), (gate.InUse, gate.TakePeak()));
    }

    [Fact]
    public async Task Who_asks_for_more_than_there_is_gets_all_of_it_alone()
    {
        var gate = new FairGate(10);
        var small = await gate.TakeAsync("a", 1, Cancelled);
        var all = gate.TakeAsync("b", 1_000_000, Cancelled).AsTask();

        Assert.False(all.IsCompleted);
        small.Dispose();
        Assert.Equal(10, (await all).Amount);
        Assert.Equal(10, gate.InUse);
    }

    [Fact]
    public async Task Callers_take_turns_however_many_requests_one_of_them_has()
    {
        var gate = new FairGate(1);
        var first = await gate.TakeAsync("greedy", 1, Cancelled);
        var served = new List<string>();
        List<Task> waiting =
        [
            .. Enumerable.Range(0, 3).Select(i => ServeAsync("greedy", $"greedy {i}")),
            ServeAsync("modest", "modest"),
        ];

        first.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["greedy 0", "modest", "greedy 1", "greedy 2"], served);

        async Task ServeAsync(string caller, string name)
        {
            using var share = await gate.TakeAsync(caller, 1, Cancelled);
            served.Add(name); // one at a time: the gate has one
        }
    }

    [Fact]
    public async Task A_request_that_does_not_fit_is_not_overtaken_by_smaller_ones()
    {
        var gate = new FairGate(10);
        var first = await gate.TakeAsync("a", 5, Cancelled);
        var large = gate.TakeAsync("b", 8, Cancelled).AsTask();
        var small = gate.TakeAsync("c", 1, Cancelled).AsTask();

        Assert.False(small.IsCompleted);
        first.Dispose();
        await Task.WhenAll(large, small);
        Assert.Equal(9, gate.InUse);
    }

    [Fact]
    public async Task Who_gives_up_waiting_lets_those_behind_pass_and_takes_nothing()
    {
        var gate = new FairGate(10);
        var first = await gate.TakeAsync("a", 5, Cancelled);
        using var patience = new CancellationTokenSource();
        var large = gate.TakeAsync("b", 8, patience.Token).AsTask();
        var small = gate.TakeAsync("c", 1, Cancelled).AsTask();

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        first.Dispose();
        Assert.Equal(1, gate.InUse);
    }

    [Fact]
    public async Task Part_of_it_is_kept_for_callers_that_hold_nothing()
    {
        var gate = new FairGate(10, reserved: 2);
        using var held = await gate.TakeAsync("greedy", 7, Cancelled);
        var more = gate.TakeAsync("greedy", 2, Cancelled).AsTask();
        var newcomer = gate.TakeAsync("modest", 2, Cancelled).AsTask();

        Assert.False(more.IsCompleted);
        (await newcomer).Dispose();
        Assert.False(more.IsCompleted);
        held.Dispose();
        (await more).Dispose();
        Assert.Equal(0, gate.InUse);
    }

    [Fact]
    public async Task A_share_is_given_back_once_and_in_parts()
    {
        var gate = new FairGate(10);
        var share = await gate.TakeAsync("a", 8, Cancelled);

        share.ShrinkTo(3);
        Assert.Equal((3, 3), (share.Amount, gate.InUse));
        share.ShrinkTo(7);
        Assert.Equal(3, gate.InUse);
        share.Dispose();
        share.Dispose();
        Assert.Equal(0, gate.InUse);
    }

    [Fact]
    public async Task Whoever_only_tries_gets_nothing_instead_of_an_exception()
    {
        var gate = new FairGate(1);
        var first = await gate.TakeAsync("a", 1, Cancelled);
        using var leaving = new CancellationTokenSource();
        var left = gate.TryTakeAsync("b", 1, leaving.Token).AsTask();
        var next = gate.TakeAsync("b", 1, Cancelled).AsTask();

        await leaving.CancelAsync();
        Assert.Null(await left);
        Assert.Null(await gate.TryTakeAsync("c", 1, leaving.Token));
        first.Dispose();
        (await next).Dispose();
        Assert.Equal(0, gate.InUse);
    }
}
