using System.Text;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Compression;
using FluxEntropy.Sources.Files;
using FluxEntropy.Sources.Formats;
using ZstdSharp;
using ZstdSharp.Unsafe;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class ArchiveTests : IDisposable
{
    private const string Lines =
        "{\"id\":\"1\",\"text\":\"one\"}\n{\"id\":\"2\",\"text\":\"two\"}\n{\"id\":\"3\",\"text\":\"three\"}\n";

    private readonly SourceFolder _folder = new();

    public static TheoryData<string, string> FormatsAndArchives =>
        [
            .. new[] { "txt", "jsonl", "csv", "tsv", "parquet" }.SelectMany(format =>
                new[] { "", "gz", "zst" }.Select(archive => (format, archive))
            ),
        ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(FormatsAndArchives))]
    public async Task Each_format_is_read_plain_and_compressed_from_a_file_and_from_a_pipe(
        string format,
        string archive
    )
    {
        var bytes = format switch
        {
            "txt" => "Grüße"u8.ToArray(),
            "jsonl" => "{\"text\":\"Grüße\"}\n"u8.ToArray(),
            "csv" => "text,n\nGrüße,1\n"u8.ToArray(),
            "tsv" => "text\tn\nGrüße\t1\n"u8.ToArray(),
            _ => await ParquetFile.OfTexts("Grüße"),
        };
        var packed = Packed(archive, bytes);
        var sources = SourceSet.Open([
            _folder.Write(archive.Length > 0 ? $"a.{format}.{archive}" : $"a.{format}", packed),
        ]);

        var document = Assert.IsType<SourceDocument>(Assert.Single(await Read(sources)));
        var piped = Assert.IsType<SourceDocument>(
            Assert.Single(
                await Piped(packed, new() { Format = format is "csv" or "tsv" ? SourceFormats.Find(format) : null })
            )
        );

        Assert.Equal(("Grüße", "Grüße"), (document.Text, piped.Text));
        Assert.Equal(document.Line, piped.Line);
        Assert.Equal((packed.Length, packed.Length), (sources.TotalBytes, sources.BytesRead));
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task Truncation_at_any_byte_gives_no_wrong_document(string archive)
    {
        var packed = Packed(archive, Encoding.UTF8.GetBytes(Lines));

        for (var length = 0; length < packed.Length; length++)
        {
            var items = await Read(_folder.Write($"a.jsonl.{archive}", packed[..length]));

            var rejected = Assert.IsType<SourceRejection>(items[^1]);
            Assert.Equal(length < Archive.MagicBytes && rejected.Line == 0 ? 0 : items.Count, rejected.Line);
            Assert.Contains("truncated", rejected.Reason, StringComparison.Ordinal);
            Assert.All(items.SkipLast(1).Cast<SourceDocument>(), document =>
                Assert.Contains(
                    $"{{\"id\":\"{document.Line}\",\"text\":\"{document.Text}\"}}\n",
                    Lines,
                    StringComparison.Ordinal
                )
            );
        }
    }

    [Fact]
    public async Task Damage_of_zstd_keeps_the_documents_before_it()
    {
        var lines = string.Concat(
            Enumerable
                .Range(1, 20_000)
                .Select(i =>
                    $"{{\"id\":\"{i}\",\"text\":\"{Convert.ToHexString(BitConverter.GetBytes(i * 2654435761L))}\"}}\n"
                )
        );
        var packed = Zstd(Encoding.UTF8.GetBytes(lines));
        packed.AsSpan(packed.Length - 2_000, 100).Fill(0xff);

        var items = await Read(_folder.Write("a.jsonl.zst", packed));

        var documents = items.SkipLast(1).ToList();
        Assert.InRange(documents.Count, 5_000, 19_999);
        Assert.All(documents, item => Assert.Equal(item.Line.ToString(), Assert.IsType<SourceDocument>(item).Id));
        var rejected = Assert.IsType<SourceRejection>(items[^1]);
        Assert.Equal(
            (documents.Count + 1L, "the zstd archive is truncated or damaged from here on; what came before was kept"),
            (rejected.Line, rejected.Reason)
        );
    }

    [Fact]
    public async Task Frames_of_zstd_one_behind_another_are_one_file()
    {
        byte[] skippable = [0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3];
        var file = _folder.Write(
            "a.txt.zst",
            [.. skippable, .. Zstd("one "u8.ToArray()), .. Zstd([]), .. skippable, .. Zstd("two"u8.ToArray())]
        );

        Assert.Equal("one two", Assert.Single(await Documents(file)).Text);
    }

    [Fact]
    public async Task Window_beyond_the_limit_is_refused_before_it_is_allocated()
    {
        var packed = new MemoryStream();
        using (var zstd = new CompressionStream(packed))
        {
            zstd.SetParameter(ZSTD_cParameter.ZSTD_c_windowLog, 28);
            zstd.Write("a text of no great length"u8);
        }

        var rejected = await Rejection(_folder.Write("a.txt.zst", packed.ToArray()));

        Assert.Equal(
            "a zstd window of more than 128 MiB is not read; unpack it first with 'zstd -d --long=31', or compress it again "
                + "without --long or --ultra",
            rejected.Reason
        );
    }

    [Fact]
    public async Task A_frame_that_needs_a_dictionary_is_not_called_damaged()
    {
        // Magic; a dictionary's number and a length, a byte each; the last block, which is three bytes as they are.
        byte[] frame = [0x28, 0xb5, 0x2f, 0xfd, 0x21, 5, 3, 0x19, 0, 0, .. "abc"u8];

        Assert.StartsWith(
            "it was compressed with a dictionary",
            (await Rejection(_folder.Write("a.txt.zst", frame))).Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a.jsonl.gz", "its name says gzip, its first bytes do not")]
    [InlineData("a.jsonl.zst", "its name says zstd, its first bytes do not")]
    [InlineData("a.orc", "of tables only CSV, TSV, Parquet and Arrow are read")]
    [InlineData("a.xz", "of compressed files only gzip and zstd are read")]
    public async Task File_that_is_not_what_can_be_read_is_refused_by_name(string name, string reason)
    {
        var rejected = await Rejection(_folder.Write(name, "{\"text\":\"hello\"}\n"));

        Assert.Equal(0, rejected.Line);
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archive_in_a_table_format_that_is_not_read_is_refused_by_name() =>
        Assert.Contains(
            "of tables only",
            (await Rejection(_folder.Write("a.orc.gz", Gzip("ORC"u8.ToArray())))).Reason,
            StringComparison.Ordinal
        );
}
