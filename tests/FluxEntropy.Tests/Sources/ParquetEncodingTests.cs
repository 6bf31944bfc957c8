using System.Buffers.Binary;
using CsCheck;
using FluxEntropy.Sources;
using Parquet;
using Parquet.Schema;
using static FluxEntropy.Tests.Sources.ParquetBytes;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class ParquetEncodingTests : IDisposable
{
    private const int Plain0 = 0;
    private const int Rle = 3;
    private const int DeltaBinaryPacked = 5;
    private const int DeltaByteArray = 7;
    private const int ByteStreamSplit = 9;

    private static readonly byte[] Date = Meaning(6);

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Booleans_as_run_lengths_keep_their_values()
    {
        byte[] run = [2, 0, 0, 0, (byte)(3 << 1), 1];
        bool[] mixed = [true, false, true];

        Assert.Equal("true true true", await Values(new("m", TypeBoolean, Rle, run), 3));
        Assert.Equal("true false true", await Values(new("m", TypeBoolean, Rle, PackedBits(mixed)), 3));
    }

    [Fact]
    public void Booleans_are_what_was_written_whatever_they_are() =>
        Gen
            .Bool.Array[1, 300]
            .Sample(
                values =>
                    Assert.Equal(
                        string.Join(' ', values.Select(value => value ? "true" : "false")),
                        Values(new("m", TypeBoolean, Rle, PackedBits(values)), values.Length).GetAwaiter().GetResult()
                    ),
                iter: 100,
                threads: 1
            );

    [Fact]
    public void Differences_give_back_what_was_written_whatever_it_is() =>
        Gen
            .Long.Array[1, 300]
            .Sample(
                values =>
                    Assert.Equal(
                        string.Join(' ', values),
                        Values(new("m", TypeInt64, DeltaBinaryPacked, Delta(values)), values.Length)
                            .GetAwaiter()
                            .GetResult()
                    ),
                iter: 100,
                threads: 1
            );

    [Fact]
    public async Task Dates_small_numbers_and_decimals_are_read_as_differences_too()
    {
        var days = Delta(0, 19_849, -1);

        Assert.Equal(
            "1970-01-01 2024-05-06 1969-12-31",
            await Values(new("m", TypeInt32, DeltaBinaryPacked, days) { Meaning = Date }, 3)
        );
        Assert.Equal(
            "0 19849 -1",
            await Values(new("m", TypeInt32, DeltaBinaryPacked, days) { Converted = 15 }, 3) // INT_8
        );
        Assert.Equal(
            "0 198.49 -0.01",
            await Values(new("m", TypeInt64, DeltaBinaryPacked, days) { Meaning = Decimal(scale: 2) }, 3)
        );
    }

    [Fact]
    public async Task A_time_says_that_it_is_utc_and_nothing_where_it_is_not()
    {
        var at = Delta(1_714_979_289_000_000, -1);

        Assert.Equal(
            "2024-05-06T07:08:09 1969-12-31T23:59:59.999999",
            await Values(new("m", TypeInt64, DeltaBinaryPacked, at) { Meaning = Timestamp(utc: false) }, 2)
        );
        Assert.Equal(
            "2024-05-06T07:08:09Z 1969-12-31T23:59:59.999999Z",
            await Values(new("m", TypeInt64, DeltaBinaryPacked, at) { Meaning = Timestamp(utc: true) }, 2)
        );
    }

    [Fact]
    public async Task Times_that_no_clock_has_are_text_all_the_same()
    {
        Assert.Equal(
            "infinity -infinity",
            await Values(
                new("m", TypeInt64, DeltaBinaryPacked, Delta(long.MaxValue, -long.MaxValue))
                {
                    Meaning = Timestamp(utc: false),
                },
                2
            )
        );
        Assert.Equal(
            "-0043-03-15 9999-12-31 10000-01-01",
            await Values(
                new("m", TypeInt32, DeltaBinaryPacked, Delta(-735_160, 2_932_896, 2_932_897)) { Meaning = Date },
                3
            )
        );
    }

    [Fact]
    public void Dates_are_those_of_the_calendar() =>
        Gen.Int[-719_162, 2_932_896]
            .Array[1, 100]
            .Sample(
                days =>
                    Assert.Equal(
                        string.Join(' ', days.Select(day => $"{new DateOnly(1970, 1, 1).AddDays(day):yyyy-MM-dd}")),
                        Values(
                                new("m", TypeInt32, DeltaBinaryPacked, Delta([.. days.Select(day => (long)day)]))
                                {
                                    Meaning = Date,
                                },
                                days.Length
                            )
                            .GetAwaiter()
                            .GetResult()
                    ),
                iter: 100,
                threads: 1
            );

    [Fact]
    public async Task Half_precision_and_split_bytes_are_read()
    {
        var halves = new byte[4];
        BinaryPrimitives.WriteHalfLittleEndian(halves, (Half)1.5f);
        BinaryPrimitives.WriteHalfLittleEndian(halves.AsSpan(2), Half.NegativeInfinity);
        var (one, two) = (BitConverter.GetBytes(0.25), BitConverter.GetBytes(-3.0));
        byte[] split = [.. Enumerable.Range(0, 8).SelectMany(i => new[] { one[i], two[i] })];

        Assert.Equal(
            "1.5 -Infinity",
            await Values(new("m", TypeFixed, Plain0, halves) { Length = 2, Meaning = Meaning(15) }, 2)
        );
        Assert.Equal("0.25 -3", await Values(new("m", TypeDouble, ByteStreamSplit, split), 2));
    }

    [Fact]
    public async Task Texts_that_share_their_beginnings_are_read()
    {
        byte[] values = [.. Delta(0, 3, 0), .. Delta(5, 2, 1), .. "firstthX"u8];
        var file = _folder.Write("a.parquet", File(3, new Column("text", TypeByteArray, DeltaByteArray, values)));

        Assert.Equal(["first", "firth", "X"], (await Documents(file)).Select(document => document.Text));
    }

    [Fact]
    public async Task Numbers_and_uuids_are_ids()
    {
        byte[] numbers = [.. BitConverter.GetBytes(1.0), .. BitConverter.GetBytes(2.5)];
        byte[] uuids = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        var texts = Strings("text", "one", "two");

        Assert.Equal(["1", "2.5"], await Ids(File(2, new("id", TypeDouble, Plain0, numbers), texts)));
        Assert.Equal(
            ["00010203-0405-0607-0809-0a0b0c0d0e0f", "10111213-1415-1617-1819-1a1b1c1d1e1f"],
            await Ids(File(2, new("id", TypeFixed, Plain0, uuids) { Length = 16, Meaning = Meaning(14) }, texts))
        );
    }

    [Fact]
    public async Task Bytes_that_are_not_declared_to_be_text_are_left_out_with_one_warning()
    {
        var image = new Column("image.bytes", TypeByteArray, Plain0, [.. Plain("\u0089PNG"), .. Plain("GIF")]);
        var hash = new Column("hash", TypeFixed, Plain0, new byte[8]) { Length = 4 };

        var items = await Read(_folder.Write("a.parquet", File(2, Strings("text", "one", "two"), image, hash)));

        Assert.Equal(2, items.OfType<SourceDocument>().Count());
        Assert.Equal(
            ["\"image.bytes\" is left out", "\"hash\" is left out"],
            items
                .OfType<SourceNotice>()
                .Select(notice => notice.Message[..notice.Message.IndexOf(" of", StringComparison.Ordinal)])
        );
    }

    [Fact]
    public async Task Times_of_96_bits_are_read()
    {
        byte[] times =
        [
            .. BitConverter.GetBytes(25_689_123_456_000L), // 07:08:09.123456
            .. BitConverter.GetBytes(2_460_437), // the Julian day of 2024-05-06
            .. BitConverter.GetBytes(0L),
            .. BitConverter.GetBytes(2_440_587),
        ];

        Assert.Equal(
            "2024-05-06T07:08:09.123456 1969-12-31T00:00:00",
            await Values(new("m", TypeInt96, Plain0, times), 2)
        );
    }

    [Fact]
    public async Task Decimals_of_fixed_length_are_read()
    {
        byte[] numbers = [0, 0, 0x30, 0x39, 0xff, 0xff, 0xff, 0xff]; // 12345 and −1

        Assert.Equal(
            "123.45 -0.01",
            await Values(new("m", TypeFixed, Plain0, numbers) { Length = 4, Meaning = Decimal(scale: 2) }, 2)
        );
    }

    [Fact]
    public async Task A_number_that_is_none_is_no_id()
    {
        byte[] numbers = [.. BitConverter.GetBytes(double.NaN), .. BitConverter.GetBytes(7.0)];

        var ids = await Ids(File(2, new("id", TypeDouble, Plain0, numbers), Strings("text", "one", "two")));

        Assert.EndsWith("a.parquet#1", ids[0], StringComparison.Ordinal);
        Assert.Equal("7", ids[1]);
    }

    [Fact]
    public async Task Metadata_of_one_name_is_told_of()
    {
        var file = _folder.Write("a.parquet", File(1, Strings("m", "1"), Strings("text", "x"), Strings("m", "2")));

        var items = await Read(file);

        Assert.Equal("1", Assert.Single(items.OfType<SourceDocument>()).Metadata["m"]);
        Assert.Contains(
            "has the same name",
            Assert.Single(items.OfType<SourceNotice>()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Columns_within_others_are_metadata_and_may_be_the_text()
    {
        var file = _folder.Write("a.parquet", File(1, Strings("doc.body", "hello"), Strings("doc.lang", "en")));

        var document = Assert.Single(await Documents(file, new() { TextField = "doc.body" }));

        Assert.Equal(("hello", "en"), (document.Text, document.Metadata["doc.lang"]));
    }

    [Fact]
    public async Task A_list_of_messages_is_read_as_a_conversation()
    {
        var schema = new ParquetSchema(
            new DataField<int>("id"),
            new ListField(
                "messages",
                new StructField(
                    "element",
                    new DataField<string>("role"),
                    new DataField<string>("content"),
                    new DataField<string>("name")
                )
            )
        );
        int[] lists = [0, 1, 0, 0];
        var file = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, file))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync<int>(schema.DataFields[0], new[] { 7, 8, 9 });
            await group.WriteAsync(
                schema.DataFields[1],
                ["user", "assistant", "user", "user"],
                (ReadOnlyMemory<int>)lists
            );
            await group.WriteAsync(schema.DataFields[2], ["Hi", "Hello.", "Bye", null], (ReadOnlyMemory<int>)lists);
            await group.WriteAsync(schema.DataFields[3], ["A", null, null, null], (ReadOnlyMemory<int>)lists);
        }

        var path = _folder.Write("a.parquet", file.ToArray());
        var items = await Read(path, new() { TextField = "messages" });
        var rendered = await Read(path, new() { TextField = "messages", ChatTemplate = new RolesInBrackets() });

        Assert.Equal(
            [("7", "user: Hi\nassistant: Hello.", MessageForm.Lines), ("8", "user: Bye", MessageForm.Lines)],
            items.OfType<SourceDocument>().Select(document => (document.Id, document.Text, document.Messages))
        );
        Assert.Equal(3, Assert.Single(items.OfType<SourceRejection>()).Line);
        Assert.Equal(
            [("[user]Hi[assistant]Hello.", MessageForm.Template), ("[user]Bye", MessageForm.Template)],
            rendered.OfType<SourceDocument>().Select(document => (document.Text, document.Messages))
        );
        Assert.Equal(
            (3, "column \"messages\" cannot be read as a conversation: nothing is said"),
            rendered.OfType<SourceRejection>().Select(rejected => (rejected.Line, rejected.Reason)).Single()
        );
        Assert.Contains("and not name;", Assert.Single(rendered.OfType<SourceNotice>()).Message);
    }

    [Theory]
    [InlineData(99)]
    [InlineData(DeltaByteArray)]
    public async Task A_column_that_cannot_be_read_is_left_out_with_one_warning(int encoding)
    {
        var file = _folder.Write(
            "a.parquet",
            File(3, new("m", TypeInt64, encoding, new byte[24]), Strings("text", "one", "two", "three"))
        );

        var items = await Read(file);

        Assert.Equal(["one", "two", "three"], items.OfType<SourceDocument>().Select(document => document.Text));
        var notice = Assert.IsType<SourceNotice>(Assert.Single(items, item => item is not SourceDocument));
        Assert.StartsWith("\"m\" is left out of the metadata", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("01-parquet-rle-boolean-silently-false/bool_runs2000.parquet", "keep", 1000)]
    [InlineData("01-parquet-rle-boolean-silently-false/bool_alltrue8.parquet", "keep", 8)]
    [InlineData("01-parquet-rle-boolean-silently-false/bool_alt64.parquet", "keep", 32)]
    public async Task Booleans_of_other_writers_are_true_as_often_as_they_are(string name, string column, int count) =>
        Assert.Equal(
            count,
            (await Documents(SharedData.Path($"faults/{name}"))).Count(document => document.Metadata[column] == "true")
        );

    [Theory]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v1_datebc.parquet")]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v1_tsinf.parquet")]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v2_date.parquet")]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v2_dec18.parquet")]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v2_i8.parquet")]
    [InlineData("02-parquet-metadata-column-takes-the-documents/col_v2_ts.parquet")]
    public async Task Documents_of_other_writers_come_in_whatever_their_metadata(string name) =>
        Assert.Equal(8, (await Documents(SharedData.Path($"faults/{name}"))).Count);

    private async Task<string> Values(Column column, int rows)
    {
        var texts = Strings("text", [.. Enumerable.Repeat("x", rows)]);
        var documents = await Documents(_folder.Write("a.parquet", File(rows, texts, column)));
        return string.Join(' ', documents.Select(document => document.Metadata[column.Name]));
    }

    private async Task<List<string>> Ids(byte[] file) =>
        [.. (await Documents(_folder.Write("a.parquet", file))).Select(document => document.Id)];

    private static byte[] Meaning(int kind) => new Thrift().Struct(kind, [0]).End();

    private static byte[] Decimal(int scale) =>
        new Thrift().Struct(5, new Thrift().I32(1, scale).I32(2, 18).End()).End();

    private static byte[] Timestamp(bool utc) =>
        new Thrift().Struct(8, new Thrift().Bool(1, utc).Struct(2, Meaning(2)).End()).End();
}
