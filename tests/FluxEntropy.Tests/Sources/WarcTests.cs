using System.Text;
using FluxEntropy.Sources;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class WarcTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.warc", "")]
    [InlineData("a.warc.gz", "gz")]
    [InlineData("noname", "")]
    public async Task Responses_and_conversions_are_documents_and_headers_never(string name, string archive)
    {
        byte[][] records =
        [
            Record("warcinfo", "application/warc-fields", "software: test\r\n"),
            Record("request", "application/http; msgtype=request", "GET / HTTP/1.1\r\n\r\n"),
            Record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Grüße</p>"),
            Record("response", "application/http", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG"),
            Record("conversion", "text/plain", "plain\r\n\r\ntext"),
        ];

        var documents = await Documents(
            _folder.Write(name, [.. records.SelectMany(record => Packed(archive, record))])
        );

        Assert.Equal(["<p>Grüße</p>", "plain\r\n\r\ntext"], documents.Select(document => document.Text));
        Assert.Equal([3L, 5], documents.Select(document => document.Line));
        Assert.Equal("urn:uuid:response", documents[0].Id);
        Assert.Equal("http://example.org/", documents[0].Metadata["url"]);
    }

    [Fact]
    public async Task Chunks_are_joined_and_a_charset_is_heeded()
    {
        var chunked =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        byte[] latin = [.. "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n\r\n"u8, 0xe9, 0x80];

        var documents = await Documents(
            _folder.Write(
                "a.warc",
                [.. Record("response", "application/http", chunked), .. Record("response", "x", latin)]
            )
        );

        Assert.Equal(["abcde", "é€"], documents.Select(document => document.Text));
    }

    [Fact]
    public async Task A_record_of_no_known_length_ends_the_reading_and_is_told()
    {
        byte[] broken = [.. Record("conversion", "text/plain", "one"), .. "WARC/1.0\r\n\r\nhello\r\n"u8];

        var items = await Read(_folder.Write("a.warc", broken));

        Assert.Equal("one", Assert.IsType<SourceDocument>(items[0]).Text);
        Assert.Contains("Content-Length", Assert.IsType<SourceRejection>(items[1]).Reason, StringComparison.Ordinal);
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task A_truncation_at_any_byte_gives_no_wrong_document()
    {
        var bytes = Record("conversion", "text/plain", "one")
            .Concat(Record("conversion", "text/plain", "two"))
            .ToArray();

        for (var length = 1; length < bytes.Length; length++)
        {
            var items = await Read(_folder.Write("a.warc", bytes[..length]));

            Assert.All(items.OfType<SourceDocument>(), document => Assert.True(document.Text is "one" or "two"));
            Assert.NotEmpty(items);
        }
    }

    private static byte[] Record(string type, string contentType, string block) =>
        Record(type, contentType, Encoding.UTF8.GetBytes(block));

    private static byte[] Record(string type, string contentType, byte[] block) =>
        [
            .. Encoding.UTF8.GetBytes(
                $"WARC/1.0\r\nWARC-Type: {type}\r\nWARC-Record-ID: <urn:uuid:{type}>\r\n"
                    + "WARC-Target-URI: http://example.org/\r\n"
                    + $"Content-Type: {contentType}\r\nContent-Length: {block.Length}\r\n\r\n"
            ),
            .. block,
            .. "\r\n\r\n"u8,
        ];
}
