using FluxEntropy.Server.Limits;
using FluxEntropy.Shards;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Server.Tests.Limits;

public sealed class AnswerReaderTests
{
    private const int Long = 10 << 20; // of a text, which takes more than half of the memory for documents

    private readonly MemoryBudget _memory = new(MemoryBudget.Least);
    private readonly AnswersUnderWay _underWay = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Documents_come_in_the_order_asked_whatever_room_their_shards_find()
    {
        using var reader = Reader("a");
        int[] items = [.. Enumerable.Range(0, 500)];

        var read = await reader
            .ReadAsync(
                items,
                item => item % 3,
                (shard, asked, _) => Task.FromResult<ShardDocument?[]>([.. asked.Take(shard + 1).Select(Document)]),
                includeText: true,
                Cancelled
            )
            .ToListAsync(Cancelled);

        Assert.Equal(items, read.Select(one => one.Item));
        Assert.All(read, one => Assert.Equal($"{one.Item}", one.Document!.Row.Id));
        Assert.Equal(0, _memory.InUse);
    }

    [Fact]
    public async Task A_text_that_is_longer_than_a_run_is_read_alone_with_its_memory()
    {
        using var reader = Reader("a");
        await using var answer = LongTexts(reader).GetAsyncEnumerator(Cancelled);

        Assert.True(await answer.MoveNextAsync());
        Assert.Equal("text", answer.Current.Document!.Text);
        Assert.True(_memory.InUse > 2 * Long, $"{_memory.InUse} bytes");
        reader.Dispose();
        Assert.Equal(0, _memory.InUse);
    }

    [Fact]
    public async Task A_client_stalls_only_while_it_has_something_to_read()
    {
        using var reader = Reader("a");
        var read = new TaskCompletionSource<ShardDocument?[]>();
        await using var answer = reader
            .ReadAsync([1], _ => 0, (_, _, _) => read.Task, includeText: true, Cancelled)
            .GetAsyncEnumerator(Cancelled);
        var next = answer.MoveNextAsync();
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(TimeSpan.Zero, reader.StalledFor); // it waits for the server

        read.SetResult([Document(1)]);
        Assert.True(await next);
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(7, reader.StalledFor.TotalSeconds);
        reader.Progressed();
        Assert.Equal(TimeSpan.Zero, reader.StalledFor);
    }

    [Fact]
    public async Task An_answer_that_nobody_reads_is_given_up_once_another_one_waits_for_its_memory()
    {
        AnswerReader? unread = null;
        unread = Reader("a", () => unread!.Dispose());
        await using var first = LongTexts(unread).GetAsyncEnumerator(Cancelled);
        await first.MoveNextAsync();
        using var reader = Reader("b");
        await using var second = LongTexts(reader).GetAsyncEnumerator(Cancelled);
        var waiting = second.MoveNextAsync().AsTask();
        Assert.False(waiting.IsCompleted);

        _time.Advance(AnswersUnderWay.Patience);

        Assert.True(await waiting);
    }

    private AnswerReader Reader(string connection, Action? abort = null) =>
        new(connection, _memory, new QueryTurns(), _underWay, _time, abort ?? (() => Assert.Fail("it was given up")));

    private static IAsyncEnumerable<(int Item, ShardDocument? Document)> LongTexts(AnswerReader reader) =>
        reader.ReadAsync(
            [1],
            _ => 0,
            (_, _, bytes) =>
                Task.FromResult<ShardDocument?[]>([
                    new(Row(1, Long), bytes >= Long ? "text" : "", new Dictionary<string, string>()),
                ]),
            includeText: true,
            Cancelled
        );

    private static ShardDocument Document(int number) =>
        new(Row(number, bytes: 1), "a", new Dictionary<string, string>());

    private static ShardRow Row(int number, int bytes) => new(number, $"{number}", 0, bytes, false, null, default);
}
