using System.Buffers.Binary;
using System.IO.Pipelines;
using FluxEntropy.Server.Limits;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Server.Tests.Limits;

/// <summary>A body as gRPC reads it: what is not a whole message yet is examined and left, and a whole one is taken.</summary>
public sealed class MeteredBodyTests : IDisposable
{
    private const int Large = 8 << 20;

    private readonly Pipe _client = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly MemoryBudget _memory = new(MemoryBudget.Least);
    private readonly FakeTimeProvider _time = new();
    private readonly MeteredBody _body;

    public MeteredBodyTests() => _body = New(_client.Reader);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task Messages_pass_as_they_are()
    {
        await SendAsync(3, 0, 5000);
        await _client.Writer.CompleteAsync();

        var lengths = new long[3];
        for (var i = 0; i < lengths.Length; i++)
            lengths[i] = await NextAsync();
        Assert.Equal([3, 0, 5000], lengths);
        var end = await _body.ReadAsync(Cancelled);
        Assert.True(end is { IsCompleted: true, Buffer.IsEmpty: true });
    }

    [Fact]
    public async Task A_message_holds_memory_until_the_next_one_is_asked_for()
    {
        await SendAsync(1000);
        await NextAsync();
        Assert.Equal(6000, _memory.InUse);

        var next = NextAsync();
        Assert.Equal(0, _memory.InUse);
        await SendAsync(10);
        await next;
        Assert.Equal(60, _memory.InUse);
        _body.Dispose();
        Assert.Equal(0, _memory.InUse);
    }

    [Fact]
    public async Task Who_takes_over_the_memory_of_a_message_gives_it_back()
    {
        await SendAsync(1000, 10);
        await NextAsync();
        var taken = _body.TakeShare();
        await NextAsync();

        Assert.Equal(6060, _memory.InUse);
        taken!.Dispose();
        Assert.Equal(60, _memory.InUse);
    }

    [Fact]
    public async Task A_message_waits_for_memory_before_more_of_it_is_read_and_small_ones_pass_it()
    {
        var held = await _memory.TakeMessageAsync("other", Large, Cancelled);
        await SendAsync(Large);
        var waiting = NextAsync();
        var client = new Pipe();
        using var other = New(client.Reader);
        await client.Writer.WriteAsync(Message(10), Cancelled);

        Assert.Equal(10, await NextAsync(other)); // meanwhile
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        Assert.Equal(Large, await waiting);
    }

    [Fact]
    public async Task A_compressed_message_counts_as_the_longest()
    {
        var before = _memory.InUse;
        var bytes = Message(10);
        bytes[0] = 1;
        await _client.Writer.WriteAsync(bytes, Cancelled);
        await NextAsync();

        Assert.True(_memory.InUse - before > Large, $"{_memory.InUse - before} bytes");
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_refused_before_it_is_read()
    {
        await _client.Writer.WriteAsync(Header(MessageLimits.MaxBatchBytes + 1), Cancelled);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await NextAsync());
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        Assert.Contains("25165825 bytes; at most 25165824 are taken", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_takes_nothing()
    {
        var held = await _memory.TakeMessageAsync("other", Large, Cancelled);
        await SendAsync(Large);
        using var left = new CancellationTokenSource();
        var waiting = _body.ReadAsync(left.Token).AsTask();

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Dispose();
        Assert.Equal(0, _memory.InUse);
    }

    [Fact]
    public async Task A_message_whose_rest_does_not_come_is_given_up_with_its_memory()
    {
        await _client.Writer.WriteAsync(Header(Large), Cancelled);
        var waiting = NextAsync();
        Assert.True(_memory.InUse > 0);

        _time.Advance(TimeSpan.FromSeconds(6));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => waiting);
        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.Contains("8388608 bytes was begun, and only 5", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(0, _memory.InUse);
    }

    [Fact]
    public async Task A_stream_that_never_sends_ends_and_one_that_has_sent_may_pause()
    {
        var client = new Pipe();
        using var silent = New(client.Reader);
        var waiting = NextAsync(silent);
        await SendAsync(10);
        await NextAsync();
        var pausing = NextAsync();

        _time.Advance(TimeSpan.FromMinutes(6));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => waiting);
        Assert.Equal(StatusCode.DeadlineExceeded, refusal.StatusCode);
        Assert.Contains("no message came within 5 minutes", refusal.Status.Detail, StringComparison.Ordinal);
        await SendAsync(20);
        Assert.Equal(20, await pausing);
    }

    private MeteredBody New(PipeReader client) =>
        new(client, _memory, new MeteredCall("c", IsStream: true, MessageLimits.MaxBatchBytes), _time, Cancelled);

    private async Task SendAsync(params int[] lengths)
    {
        foreach (var length in lengths)
            await _client.Writer.WriteAsync(Message(length), Cancelled);
    }

    private Task<long> NextAsync() => NextAsync(_body);

    private static async Task<long> NextAsync(MeteredBody body)
    {
        while (true)
        {
            var buffer = (await body.ReadAsync(Cancelled)).Buffer;
            var length =
                buffer.Length < 5 ? long.MaxValue : BinaryPrimitives.ReadUInt32BigEndian(buffer.Slice(1, 4).FirstSpan);
            if (buffer.Length >= 5 + length)
            {
                body.AdvanceTo(buffer.GetPosition(5 + length));
                return length;
            }
            body.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static byte[] Message(int length) => [.. Header(length), .. new byte[length]];

    private static byte[] Header(int length)
    {
        var header = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(1), length);
        return header;
    }
}
