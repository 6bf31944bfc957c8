using System.Text;
using FluxEntropy.Sources;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class GzipTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Damage_at_the_head_of_a_later_member_is_told()
    {
        var second = Member(3, 1_000);
        second[0] ^= 0xff;

        var items = await Read(_folder.Write("a.jsonl.gz", [.. Member(1, 3), .. second, .. Member(1_000, 1_003)]));

        AssertKept(
            items,
            2,
            "no further member begins there, and what follows was not read; what came before was kept"
        );
    }

    [Theory]
    [InlineData("junk")]
    [InlineData("\0\0\0junk")]
    [InlineData("\u001f")]
    public async Task What_follows_the_last_member_and_is_none_is_told(string garbage)
    {
        var items = await Read(_folder.Write("a.jsonl.gz", [.. Member(1, 3), .. Encoding.ASCII.GetBytes(garbage)]));

        AssertKept(items, 2, "what came before was kept");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(200_000)]
    public async Task Zeros_behind_the_last_member_are_padding(int zeros) =>
        Assert.Equal(2, (await Documents(_folder.Write("a.jsonl.gz", [.. Member(1, 3), .. new byte[zeros]]))).Count);

    [Fact]
    public async Task A_wrong_checksum_is_told_and_what_was_read_is_not_said_to_be_sound()
    {
        var bytes = Member(1, 3);
        bytes[^8] ^= 1;

        var items = await Read(_folder.Write("a.jsonl.gz", bytes));

        AssertKept(
            items,
            2,
            "a checksum does not match what was decompressed before here, which may be wrong; what came before was kept"
        );
    }

    [Fact]
    public async Task Nothing_is_said_to_be_kept_where_nothing_was()
    {
        var bytes = Gzip("one text"u8.ToArray());
        bytes[^8] ^= 1;

        Assert.EndsWith(
            "; nothing of it was kept",
            (await Rejection(_folder.Write("a.txt.gz", bytes))).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_head_may_have_a_name_a_comment_extra_bytes_and_a_checksum()
    {
        var member = Gzip("hello"u8.ToArray());
        byte[] head = [0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 7, 7, .. "n\0c\0"u8, 9, 9];

        Assert.Equal(
            "hello",
            Assert.Single(await Documents(_folder.Write("a.txt.gz", [.. head, .. member[10..]]))).Text
        );
    }

    [Fact]
    public async Task Many_members_are_one_file_wherever_their_borders_lie()
    {
        var members = Enumerable.Range(1, 3_000).SelectMany(i => Member(i, i + 1));

        var documents = await Documents(_folder.Write("a.jsonl.gz", [.. members]));

        Assert.Equal(Enumerable.Range(1, 3_000).Select(i => $"{i}"), documents.Select(document => document.Id));
    }

    [Theory]
    [InlineData("badmember.jsonl.gz", 3)]
    [InlineData("crc.jsonl.gz", 3)]
    public async Task Damage_of_others_is_told(string name, int documents)
    {
        var items = await Read(SharedData.Path($"faults/04-gzip-rest-silently-lost/{name}"));

        Assert.Equal(documents, items.OfType<SourceDocument>().Count());
        Assert.IsType<SourceRejection>(items[^1]);
    }

    /// <summary>Records from one number to below another.</summary>
    private static byte[] Member(int from, int to) =>
        Gzip(
            Encoding.UTF8.GetBytes(
                string.Concat(
                    Enumerable.Range(from, to - from).Select(i => $"{{\"id\":\"{i}\",\"text\":\"text {i}\"}}\n")
                )
            )
        );

    private static void AssertKept(List<SourceItem> items, int documents, string reason)
    {
        Assert.Equal(documents, items.OfType<SourceDocument>().Count());
        Assert.Equal(documents + 1, items.Count);
        Assert.EndsWith(reason, Assert.IsType<SourceRejection>(items[^1]).Reason, StringComparison.Ordinal);
    }
}
