using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;

namespace FluxEntropy.Tests.Sources;

public sealed class SourceSetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flux-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Record_keeps_its_id_and_scalar_fields_become_metadata()
    {
        var file = Write(
            "a.jsonl",
            """{"id":"x","text":"hello","lang":"en","n":3.50,"ok":true,"none":null,"deep":{"a":1}}"""
        );

        var document = Assert.IsType<SourceDocument>(Assert.Single(await Read(file)));

        Assert.Equal(("x", "hello", 1L), (document.Id, document.Text, document.Line));
        Assert.Equal([new("lang", "en"), new("n", "3.50"), new("ok", "true"), new("deep.a", "1")], document.Metadata);
    }

    [Fact]
    public async Task Record_without_id_is_named_by_path_and_line()
    {
        var file = Write(
            "a.jsonl",
            "{\"text\":\"one\"}\n\n{\"id\":null,\"text\":\"two\"}\r\n{\"id\":17,\"text\":\"three\"}"
        );

        Assert.Equal([$"{file}#1", $"{file}#3", "17"], (await Documents(file)).Select(document => document.Id));
    }

    [Theory]
    [InlineData("""{"id":"b","text":"unfinished""", "broken JSON at byte")]
    [InlineData("""["text"]""", "an array where a JSON object was expected")]
    [InlineData(
        """{"id":"b"}""",
        "no field \"text\"; the fields are \"id\"; name the one that holds the text with --text-field"
    )]
    [InlineData("""{"id":"b","text":["x"]}""", "field \"text\" is an array, expected a string")]
    [InlineData("""{"id":"b","text":null}""", "field \"text\" is null, expected a string")]
    [InlineData("""{"id":"b","text":""}""", "the document is empty")]
    [InlineData("""{"id":"b","text":"\ud800"}""", "half of a surrogate pair")]
    [InlineData("""{"id":{},"text":"x"}""", "field \"id\" is an object, expected a string or a number")]
    [InlineData("""{"id":"","text":"x"}""", "field \"id\" has 0 bytes, expected 1 to 1,024")]
    [InlineData("""{"id":"a\nb","text":"x"}""", "field \"id\" holds a control character")]
    public async Task Bad_record_is_rejected_with_its_line_and_its_neighbours_are_kept(string line, string reason)
    {
        var file = Write(
            "a.jsonl",
            "{\"id\":\"a\",\"text\":\"before\"}\n" + line + "\n{\"id\":\"c\",\"text\":\"after\"}\n"
        );

        var items = await Read(file);

        Assert.Equal(3, items.Count);
        Assert.Equal(["a", "c"], items.OfType<SourceDocument>().Select(document => document.Id));
        var rejected = Assert.IsType<SourceRejection>(items[1]);
        Assert.Equal((file, 2L), (rejected.Source, rejected.Line));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invalid_utf8_is_rejected_with_its_offset_in_the_file()
    {
        var file = Write(
            "a.jsonl",
            [
                .. "{\"id\":\"a\",\"text\":\"é\"}\n"u8,
                .. "{\"text\":\""u8,
                0xff,
                .. "\"}\n{\"id\":\"c\",\"text\":\"after\"}"u8,
            ]
        );

        var items = await Read(file);

        Assert.Equal(["a", "c"], items.OfType<SourceDocument>().Select(document => document.Id));
        Assert.Equal(new SourceRejection(file, 2, "invalid UTF-8 at byte 32 (0xff); convert it to UTF-8"), items[1]);
    }

    [Theory]
    [InlineData(TextSplit.File)]
    [InlineData(TextSplit.Lines)]
    [InlineData(TextSplit.Paragraphs)]
    public async Task Invalid_utf8_text_is_rejected(TextSplit split)
    {
        var file = Write("a.txt", [(byte)'o', (byte)'k', 0xc3, 0x28]);

        var rejected = Assert.IsType<SourceRejection>(Assert.Single(await Read(file, new() { Split = split })));

        Assert.Equal("invalid UTF-8 at byte 2 (0xc3); convert it to UTF-8", rejected.Reason);
    }

    [Fact]
    public async Task Utf16_text_is_read()
    {
        var file = Write("a.txt", Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("hello")).ToArray());

        Assert.Equal("hello", Assert.Single(await Documents(file)).Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Utf16_without_a_byte_order_mark_is_read_in_every_format(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: false);

        foreach (var (name, content) in new[] { ("a.txt", "Grüße"), ("a.csv", "id,text\n1,Grüße\n"), ("b", "Grüße") })
            Assert.Equal("Grüße", Assert.Single(await Documents(Write(name, encoding.GetBytes(content)))).Text);
    }

    [Theory]
    [InlineData("a.jsonl", 20_000_000)]
    [InlineData("a.jsonl", SourceOptions.MaxRecordBytes + 1)]
    [InlineData("a.txt", 20_000_000)]
    public async Task Line_beyond_the_limit_is_rejected_and_its_neighbours_are_kept(string name, int bytes)
    {
        var line = new byte[bytes];
        line.AsSpan().Fill((byte)'x');
        var file = Write(name, [.. "{\"text\":\"before\"}\n"u8, .. line, .. "\r\n{\"text\":\"after\"}"u8]);

        var items = await Read(file, new() { Split = TextSplit.Lines });

        Assert.Equal(
            [typeof(SourceDocument), typeof(SourceRejection), typeof(SourceDocument)],
            items.Select(item => item.GetType())
        );
        Assert.Equal([1L, 2, 3], items.Select(item => item.Line));
        Assert.Contains("longer than 16 MiB", ((SourceRejection)items[1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_of_exactly_the_limit_is_a_document()
    {
        var line = new byte[SourceOptions.MaxRecordBytes];
        line.AsSpan().Fill((byte)'x');
        var file = Write("a.txt", [.. line, .. "\r\nnext"u8]);

        var documents = await Documents(file, new() { Split = TextSplit.Lines });

        Assert.Equal([SourceOptions.MaxRecordBytes, 4], documents.Select(document => document.Text.Length));
    }

    [Fact]
    public async Task Text_is_one_document_a_file_and_a_byte_order_mark_is_no_part_of_it()
    {
        var file = Write("a.md", [0xef, 0xbb, 0xbf, .. "# Title\n\nBody\n"u8]);

        var document = Assert.Single(await Documents(file));

        Assert.Equal(($"{file}#1", "# Title\n\nBody\n"), (document.Id, document.Text));
    }

    [Fact]
    public async Task Text_can_be_cut_into_lines_and_paragraphs()
    {
        var file = Write("a.txt", "one\r\ntwo\n\n \t\nthree\n");

        var lines = await Documents(file, new() { Split = TextSplit.Lines });
        var paragraphs = await Documents(file, new() { Split = TextSplit.Paragraphs });

        Assert.Equal([("one", 1L), ("two", 2), ("three", 5)], lines.Select(document => (document.Text, document.Line)));
        Assert.Equal([("one\ntwo", 1L), ("three", 5)], paragraphs.Select(document => (document.Text, document.Line)));
    }

    [Fact]
    public async Task Empty_file_is_rejected_as_an_empty_document()
    {
        var rejected = Assert.IsType<SourceRejection>(Assert.Single(await Read(Write("a.txt", ""))));

        Assert.Equal("the document is empty", rejected.Reason);
    }

    [Fact]
    public async Task Gzip_is_recognised_by_its_first_bytes_whatever_its_name()
    {
        var named = Write("a.jsonl.gz", Gzip("{\"id\":\"x\",\"text\":\"hello\"}"));
        var unnamed = Write("b.jsonl", Gzip("{\"id\":\"y\",\"text\":\"hello\"}\n"));
        var members = Write("c.txt.gz", [.. Gzip("one\n"), .. Gzip("two\n")]);

        Assert.Equal(
            ["x", "y", $"{members}#1"],
            (await Documents([named, unnamed, members])).Select(document => document.Id)
        );
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(2_000)]
    public async Task Truncated_gzip_keeps_the_documents_before_the_damage(int missingBytes)
    {
        var lines = Enumerable
            .Range(1, 5_000)
            .Select(i =>
                $"{{\"id\":\"{i}\",\"text\":\"{Convert.ToHexString(BitConverter.GetBytes(i * 2654435761L))}\"}}\n"
            );
        var file = Write("a.jsonl.gz", Gzip(string.Concat(lines))[..^missingBytes]);

        var items = await Read(file);

        var documents = items.SkipLast(1).ToList();
        Assert.InRange(documents.Count, 1_000, 5_000);
        Assert.All(documents, item => Assert.Equal(item.Line.ToString(), Assert.IsType<SourceDocument>(item).Id));
        var rejected = Assert.IsType<SourceRejection>(items[^1]);
        Assert.Equal(documents.Count + 1, rejected.Line);
        Assert.Contains("truncated", rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_gzip_does_not_harm_the_next_file()
    {
        var bytes = Gzip("some text");
        bytes[^6] ^= 1;

        var items = await Read([Write("a.txt.gz", bytes), Write("b.txt", "whole")]);

        Assert.IsType<SourceRejection>(items[0]);
        Assert.Equal("whole", Assert.IsType<SourceDocument>(items[1]).Text);
    }

    [Fact]
    public async Task Folder_is_read_below_in_a_stable_order_without_hidden_files()
    {
        foreach (var name in new[] { "b/2.txt", "b/10.txt", "a.txt", ".hidden", ".git/config", "c/d/e.jsonl" })
            Write(name, name.EndsWith('l') ? """{"text":"record"}""" : name);
        Directory.CreateSymbolicLink(Path.Combine(_folder, "b/loop"), _folder);

        var sources = SourceSet.Open([_folder]);
        var documents = await Documents([_folder]);

        Assert.Equal((4, true), (sources.Files, sources.TotalBytes > 0));
        Assert.Equal(["a.txt", "b/10.txt", "b/2.txt", "record"], documents.Select(document => document.Text));
    }

    [Fact]
    public async Task Path_below_the_current_folder_is_named_relative_to_it()
    {
        var name = $"{Guid.NewGuid():N}.txt";
        var path = Path.Combine(Environment.CurrentDirectory, name);
        File.WriteAllText(path, "text");
        try
        {
            Assert.Equal($"{name}#1", Assert.Single(await Documents(path)).Id);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("{\"id\":\"x\",\"text\":\"hello\"}\n", "x", "hello")]
    [InlineData("hello\nthere", "monday#1", "hello\nthere")]
    public async Task Standard_input_is_recognised_by_its_first_character(string input, string id, string text)
    {
        var sources = SourceSet.Open(["-"], new MemoryStream(Encoding.UTF8.GetBytes(input)), "monday");

        var items = await sources
            .ReadAsync(new(), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Null(sources.TotalBytes);
        var document = Assert.IsType<SourceDocument>(Assert.Single(items));
        Assert.Equal((id, text), (document.Id, document.Text));
    }

    [Fact]
    public async Task Bytes_read_reach_the_total()
    {
        var sources = SourceSet.Open([Write("a.txt", "hello"), Write("b.txt.gz", Gzip("there"))]);

        await foreach (var _ in sources.ReadAsync(new(), TestContext.Current.CancellationToken)) { }

        Assert.Equal(sources.TotalBytes, sources.BytesRead);
    }

    [Fact]
    public void Missing_file_is_refused_before_anything_is_read()
    {
        var present = Write("a.txt", "hello");
        var missing = Path.Combine(_folder, "missing.txt");

        var refused = Assert.Throws<SourceUnreadableException>(() => SourceSet.Open([present, missing]));

        Assert.Equal($"cannot read {missing}: no such file or folder; check the path", refused.Message);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Unreadable_file_is_refused()
    {
        Assert.SkipWhen(Environment.UserName == "root", "root may read every file");
        var file = Write("a.txt", "hello");
        File.SetUnixFileMode(file, UnixFileMode.None);

        var refused = Assert.Throws<SourceUnreadableException>(() => SourceSet.Open([file]));

        Assert.Equal($"cannot read {file}: permission denied; make it readable for this user", refused.Message);
    }

    private string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static byte[] Gzip(string text)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return bytes.ToArray();
    }

    private static async Task<List<SourceDocument>> Documents(string path, SourceOptions? options = null) =>
        [.. (await Read([path], options)).Cast<SourceDocument>()];

    private static async Task<List<SourceDocument>> Documents(string[] paths) =>
        [.. (await Read(paths)).Cast<SourceDocument>()];

    private static Task<List<SourceItem>> Read(string path, SourceOptions? options = null) => Read([path], options);

    private static async Task<List<SourceItem>> Read(string[] paths, SourceOptions? options = null) =>
        await SourceSet
            .Open(paths)
            .ReadAsync(options ?? new(), TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);
}
