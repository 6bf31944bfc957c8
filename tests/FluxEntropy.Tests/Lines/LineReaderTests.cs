using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using FluxEntropy.Lines;

namespace FluxEntropy.Tests.Lines;

public sealed class LineReaderTests
{
    [Fact]
    public void Lines_are_those_between_line_ends_whatever_the_buffer()
    {
        const int limit = 10;
        var content = Gen.OneOfConst("a", "bc", "\n", "\r\n", "\n\n", "xxxxxxxxxx", "yyyyyyyyyyyy")
            .Array[0, 40]
            .Select(string.Concat);
        Gen.Select(content, Gen.Int[1, 30])
            .Sample(
                (text, buffer) =>
                {
                    var expected = text.Split('\n').Select(line => line.EndsWith('\r') ? line[..^1] : line).ToList();
                    if (text.Length == 0 || text[^1] == '\n')
                        expected.RemoveAt(expected.Count - 1);

                    var lines = ReadAll(
                        text,
                        limit,
                        new StreamPipeReaderOptions(bufferSize: buffer, minimumReadSize: 1)
                    );

                    Assert.Equal(
                        expected.Select(line => line.Length <= limit ? line : null),
                        lines.Select(line => line.Text)
                    );
                    Assert.Equal(Enumerable.Range(1, expected.Count), lines.Select(line => (int)line.Number));
                    Assert.All(lines, line => Assert.True(line.Offset == 0 || text[(int)line.Offset - 1] == '\n'));
                }
            );
    }

    [Fact]
    public void Memory_is_bounded_by_the_limit_however_long_a_line_is()
    {
        const int limit = 100_000;
        using var pool = new CountingPool();

        var lines = ReadAll(
            new string('x', 5_000_000) + "\nnext",
            limit,
            new StreamPipeReaderOptions(pool, bufferSize: 4_096)
        );

        Assert.Equal([null, "next"], lines.Select(line => line.Text));
        Assert.InRange(pool.Peak, 1, 2 * limit);
    }

    private static List<(string? Text, long Number, long Offset)> ReadAll(
        string text,
        int limit,
        StreamPipeReaderOptions options
    )
    {
        var reader = new LineReader(PipeReader.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), options), limit);
        var lines = new List<(string?, long, long)>();
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
            lines.Add(
                (reader.Line is { } line ? Encoding.UTF8.GetString(line.Span) : null, reader.Number, reader.Offset)
            );
        return lines;
    }

    /// <summary>Knows the most bytes that were rented at one time.</summary>
    private sealed class CountingPool : MemoryPool<byte>
    {
        private long _rented;

        public long Peak { get; private set; }

        public override int MaxBufferSize => Shared.MaxBufferSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            var owner = new Rented(this, minBufferSize < 0 ? 4_096 : minBufferSize);
            _rented += owner.Memory.Length;
            Peak = Math.Max(Peak, _rented);
            return owner;
        }

        protected override void Dispose(bool disposing) { }

        private sealed class Rented(CountingPool pool, int size) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = new byte[size];

            public void Dispose() => pool._rented -= Memory.Length;
        }
    }
}
