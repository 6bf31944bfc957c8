using System.IO.Compression;
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

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("x-gzip", "gzip")]
    [InlineData("deflate", "zlib")]
    [InlineData("deflate", "deflate")]
    [InlineData("br", "br")]
    [InlineData("zstd", "zstd")]
    [InlineData("gzip", "")] // decompressed by whoever wrote the archive
    [InlineData("br", "")]
    public async Task A_compressed_body_is_decompressed(string encoding, string packing)
    {
        const string Page = "<p>Grüße, Grüße, Grüße</p>";
        var body = Compressed(packing, Encoding.UTF8.GetBytes(Page));
        byte[] chunked =
        [
            .. Encoding.ASCII.GetBytes($"{5:x}\r\n"),
            .. body[..5],
            .. Encoding.ASCII.GetBytes($"\r\n{body.Length - 5:x};a=b\r\n"),
            .. body[5..],
            .. "\r\n0\r\n\r\n"u8,
        ];
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n";

        var documents = await Documents(
            _folder.Write(
                "a.warc",
                [
                    .. Record("response", "application/http", [.. Encoding.ASCII.GetBytes($"{head}\r\n"), .. body]),
                    .. Record(
                        "response",
                        "application/http",
                        [.. Encoding.ASCII.GetBytes($"{head}Transfer-Encoding: chunked\r\n\r\n"), .. chunked]
                    ),
                ]
            )
        );

        Assert.Equal([Page, Page], documents.Select(document => document.Text));
    }

    [Theory]
    [InlineData("gzip", "damaged")]
    [InlineData("br", "damaged")]
    [InlineData("deflate", "damaged")]
    [InlineData("zstd", "damaged")]
    [InlineData("compress", "(compress), which is not read")]
    public async Task A_body_that_does_not_decompress_is_told_and_the_next_is_read(string encoding, string reason)
    {
        var body = Compressed(encoding, Encoding.UTF8.GetBytes(new string('é', 5_000)))[..^9];
        byte[] response =
        [
            .. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n"),
            .. body,
        ];

        var items = await Read(
            _folder.Write(
                "a.warc",
                [.. Record("response", "application/http", response), .. Record("conversion", "text/plain", "next")]
            )
        );

        Assert.Contains(reason, Assert.IsType<SourceRejection>(items[0]).Reason, StringComparison.Ordinal);
        Assert.Equal("next", Assert.IsType<SourceDocument>(items[1]).Text);
    }

    [Theory]
    [InlineData("9\r\nde")]
    [InlineData("7fffffff\r\nde")] // as long as a number can be
    public async Task A_response_that_ends_within_its_chunks_is_told(string last)
    {
        var chunked = $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n{last}";

        Assert.Contains(
            "ends before its last chunk",
            (await Rejection(_folder.Write("a.warc", Record("response", "x", chunked)))).Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<html><head><meta charset=\"windows-1252\"></head>")]
    [InlineData("<META http-equiv='Content-Type' content='text/html; charset=iso-8859-1'>")]
    [InlineData("<?xml version='1.0' encoding='ISO-8859-1'?>")]
    public async Task A_page_may_name_its_charset_itself(string head)
    {
        byte[] page =
        [
            .. "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"u8,
            .. Encoding.ASCII.GetBytes(head),
            0xe9,
        ];

        var document = Assert.Single(
            await Documents(_folder.Write("a.warc", Record("response", "application/http", page)))
        );

        Assert.Equal(head + "é", document.Text);
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

    private static byte[] Compressed(string packing, byte[] bytes)
    {
        var packed = new MemoryStream();
        using (
            Stream stream = packing switch
            {
                "gzip" => new GZipStream(packed, CompressionLevel.Optimal),
                "zlib" => new ZLibStream(packed, CompressionLevel.Optimal),
                "deflate" => new DeflateStream(packed, CompressionLevel.Optimal),
                "br" => new BrotliStream(packed, CompressionLevel.Optimal),
                "zstd" => new ZstdSharp.CompressionStream(packed),
                _ => packed,
            }
        )
            stream.Write(bytes);
        return packed.ToArray();
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
