using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using FluxEntropy.Sources;
using Array = System.Array;

namespace FluxEntropy.Tests.Sources;

public sealed class ArrowTableTests : IDisposable
{
    private readonly SourceFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("stream", "a.arrow")]
    [InlineData("file", "a.arrow")]
    [InlineData("file", "a.feather")]
    [InlineData("stream", "without-extension")]
    [InlineData("file", "without-extension")]
    public async Task A_stream_and_a_file_give_documents_with_id_and_metadata(string kind, string name)
    {
        var documents = await SourceFolder.Documents(_files.Write(name, Bytes(kind, Batch(0), Batch(2))));
        Assert.Equal(["d0", "d1", "d2", "d3"], documents.Select(document => document.Id));
        Assert.Equal(["text 0", "text 1", "text 2", "text 3"], documents.Select(document => document.Text));
        Assert.Equal([1L, 2, 3, 4], documents.Select(document => document.Line));
        var expected = new Dictionary<string, string>
        {
            ["label"] = "7",
            ["good"] = "true",
            ["score"] = "0.5",
            ["day"] = "1970-01-02",
            ["at"] = "1970-01-01T00:00:01.5",
            ["in.language"] = "en",
            ["kind"] = "b",
        };
        Assert.Equal(expected, documents[0].Metadata);
        Assert.False(documents[1].Metadata.ContainsKey("label")); // it is null
    }

    [Theory]
    [InlineData("gz")]
    [InlineData("zst")]
    public async Task One_in_an_archive_is_read_as_well(string archive)
    {
        var packed = SourceFolder.Packed(archive, Bytes("stream", Batch(0)));
        Assert.Equal(2, (await SourceFolder.Documents(_files.Write($"a.arrow.{archive}", packed))).Count);
    }

    [Fact]
    public async Task Compressed_buffers_are_read()
    {
        var options = new IpcOptions
        {
            CompressionCodecFactory = new Apache.Arrow.Compression.CompressionCodecFactory(),
            CompressionCodec = CompressionCodecType.Zstd,
        };
        var (batch, bytes) = (Batch(0), new MemoryStream());
        using (var writer = new ArrowStreamWriter(bytes, batch.Schema, leaveOpen: true, options))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        Assert.Equal(2, (await SourceFolder.Documents(_files.Write("a.arrow", bytes.ToArray()))).Count);
    }

    [Fact]
    public async Task Messages_become_a_line_each()
    {
        var message = new StructType([
            new Field("role", StringType.Default, true),
            new Field("content", StringType.Default, true),
            new Field("name", StringType.Default, true),
        ]);
        var structs = new StructArray(
            message,
            3,
            [Strings("user", "assistant", "user"), Strings("Hello", "Hi", "Bye"), Strings("A", "B", "C")],
            ArrowBuffer.Empty
        );
        var list = new ListArray(
            new ListType(message),
            2,
            new ArrowBuffer.Builder<int>().AppendRange([0, 2, 3]).Build(),
            structs,
            ArrowBuffer.Empty
        );
        var batch = new RecordBatch(
            new Schema([new Field("messages", list.Data.DataType, true)], null),
            [list],
            list.Length
        );
        var path = _files.Write("a.arrow", Bytes("stream", batch));
        var documents = await SourceFolder.Documents(path, new() { TextField = "messages" });
        Assert.Equal(["user: Hello\nassistant: Hi", "user: Bye"], documents.Select(document => document.Text));
        Assert.All(documents, document => Assert.Equal(MessageForm.Lines, document.Messages));

        var items = await SourceFolder.Read(
            path,
            new() { TextField = "messages", ChatTemplate = new RolesInBrackets() }
        );
        Assert.Equal(
            "of the messages in column \"messages\" the chat template is given role and content, and not name; JSON lines have them all",
            Assert.Single(items.OfType<SourceNotice>()).Message
        );
        var rendered = items.OfType<SourceDocument>().ToList();
        Assert.Equal(["[user]Hello[assistant]Hi", "[user]Bye"], rendered.Select(document => document.Text));
        Assert.All(rendered, document => Assert.Equal(MessageForm.Template, document.Messages));
    }

    [Fact]
    public async Task A_missing_column_is_told_with_the_columns_there_are()
    {
        var path = _files.Write("a.arrow", Bytes("stream", Batch(0)));
        var items = await SourceFolder.Read(path, new() { TextField = "body" });
        Assert.Contains(
            "no column \"body\"; the columns are \"id\", \"text\"",
            Reason(items),
            StringComparison.Ordinal
        );
        items = await SourceFolder.Read(path, new() { TextField = "label" });
        Assert.Contains("\"label\" does not hold strings", Reason(items), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("file")]
    public async Task What_is_cut_off_is_told_and_what_came_before_it_is_kept(string kind)
    {
        var whole = Bytes(kind, Batch(0), Batch(2));
        var batches = Bytes("stream", Batch(0)).Length + (kind == "file" ? 8 : 0);
        var items = await SourceFolder.Read(_files.Write("a.arrow", whole[..(batches + 40)]));
        Assert.Equal(2, items.OfType<SourceDocument>().Count());
        Assert.Contains("rows from here on cannot be read", Reason(items), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_its_footer_is_called_truncated()
    {
        var whole = Bytes("file", Batch(0));
        var items = await SourceFolder.Read(_files.Write("a.arrow", whole[..^6]));
        Assert.Equal(2, items.OfType<SourceDocument>().Count());
        Assert.Contains("truncated", Reason(items), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_schema_stands_in_its_footer_alone_is_read()
    {
        var whole = Bytes("file", Batch(0), Batch(2));
        whole.AsSpan(8, 8).Clear(); // what says that a message follows the magic

        Assert.Equal(4, (await SourceFolder.Documents(_files.Write("a.arrow", whole))).Count);
    }

    [Fact]
    public async Task No_damaged_byte_ends_a_reader_otherwise_than_by_a_rejection()
    {
        var whole = Bytes("stream", Batch(0), Batch(2));
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = (byte[])whole.Clone();
            for (var damage = 0; damage < 3; damage++)
                bytes[random.Next(8, bytes.Length)] = (byte)random.Next(256);
            var items = await SourceFolder.Read(_files.Write("a.arrow", bytes));
            Assert.All(items, item => Assert.True(item is SourceDocument or SourceRejection or SourceNotice));
        }
    }

    [Fact]
    public async Task A_length_that_no_batch_has_is_refused_before_memory_is_taken()
    {
        var bytes = Bytes("stream", Batch(0));
        BitConverter.TryWriteBytes(bytes.AsSpan(4), 0x00ffffff);
        var items = await SourceFolder.Read(_files.Write("a.arrow", bytes));
        Assert.IsType<SourceRejection>(Assert.Single(items));
    }

    [Fact]
    public async Task A_folder_of_save_to_disk_gives_the_records_and_not_the_caches()
    {
        _files.Write("data-00000-of-00001.arrow", Bytes("stream", Batch(0)));
        _files.Write("cache-0123456789abcdef.arrow", Bytes("stream", Batch(2)));
        var state = _files.Write("state.json", "{\"_fingerprint\": \"0\"}");
        _files.Write("dataset_info.json", "{}");
        var items = await SourceFolder.Read(Path.GetDirectoryName(state)!);
        Assert.Equal(["d0", "d1"], items.OfType<SourceDocument>().Select(document => document.Id));
        Assert.Empty(items.OfType<SourceRejection>());
    }

    private static string Reason(List<SourceItem> items) => Assert.Single(items.OfType<SourceRejection>()).Reason;

    private static StringArray Strings(params string[] values) => new StringArray.Builder().AppendRange(values).Build();

    private static RecordBatch Batch(int first)
    {
        var language = new StructType([new Field("language", StringType.Default, true)]);
        var kinds = new DictionaryType(Int8Type.Default, StringType.Default, false);
        var time = new TimestampType(TimeUnit.Millisecond, (string)null!);
        (string Name, IArrowArray Values)[] columns =
        [
            ("id", Strings($"d{first}", $"d{first + 1}")),
            ("text", Strings($"text {first}", $"text {first + 1}")),
            ("label", new Int64Array.Builder().Append(7).AppendNull().Build()),
            ("good", new BooleanArray.Builder().Append(true).Append(false).Build()),
            ("score", new FloatArray.Builder().Append(0.5f).Append(1).Build()),
            (
                "day",
                new Date32Array.Builder().Append(new DateOnly(1970, 1, 2)).Append(new DateOnly(2026, 1, 1)).Build()
            ),
            (
                "at",
                new TimestampArray(
                    time,
                    new ArrowBuffer.Builder<long>().AppendRange([1500, 0]).Build(),
                    ArrowBuffer.Empty,
                    2,
                    0,
                    0
                )
            ),
            ("in", new StructArray(language, 2, [Strings("en", "de")], ArrowBuffer.Empty)),
            (
                "kind",
                new DictionaryArray(kinds, new Int8Array.Builder().Append(1).Append(0).Build(), Strings("a", "b"))
            ),
            ("image", new BinaryArray.Builder().Append(new byte[] { 0xff }).Append(new byte[] { 0xfe }).Build()),
        ];
        var schema = new Schema(
            [.. columns.Select(column => new Field(column.Name, column.Values.Data.DataType, true))],
            null
        );
        return new RecordBatch(schema, columns.Select(column => column.Values), 2);
    }

    private static byte[] Bytes(string kind, params RecordBatch[] batches)
    {
        var bytes = new MemoryStream();
        using (
            var writer =
                kind == "file"
                    ? new ArrowFileWriter(bytes, batches[0].Schema, leaveOpen: true)
                    : new ArrowStreamWriter(bytes, batches[0].Schema, leaveOpen: true)
        )
        {
            Array.ForEach(batches, writer.WriteRecordBatch);
            writer.WriteEnd();
        }

        return bytes.ToArray();
    }
}
