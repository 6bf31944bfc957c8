using System.Buffers.Binary;
using CsCheck;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using Parquet;
using Parquet.Schema;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class ParquetTableTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_text_id_and_metadata_and_a_record_is_named_by_its_row()
    {
        Field[] columns =
        [
            new DataField<long?>("id"),
            new DataField<string>("text"),
            new DataField<string>("lang"),
            new DataField<double>("score"),
            new DataField<bool>("kept"),
            new DataField<DateTime>("at"),
            new DataField<DateOnly>("day"),
            new DataField<decimal>("price"),
            new DataField<byte[]>("image"),
            new ListField("tags", new DataField<string>("element")),
        ];
        var at = new DateTime(2024, 5, 6, 7, 8, 9, DateTimeKind.Utc);
        var file = _folder.Write(
            "a.parquet",
            await ParquetFile.Of(
                columns,
                [
                    async group =>
                    {
                        await ParquetFile.Write(group, 0, new long?[] { 7, null });
                        await ParquetFile.Write(group, 1, ["one", "two"]);
                        await ParquetFile.Write(group, 2, ["en", null]);
                        await ParquetFile.Write(group, 3, [0.5, double.NaN]);
                        await ParquetFile.Write(group, 4, [true, false]);
                        await ParquetFile.Write(group, 5, [at, at]);
                        await ParquetFile.Write(group, 6, [new DateOnly(2024, 5, 6), new DateOnly(1969, 12, 31)]);
                        await ParquetFile.Write(group, 7, [1.5m, -2m]);
                        await ParquetFile.Write(
                            group,
                            8,
                            [
                                [0xff],
                                [0xfe],
                            ]
                        );
                        await group.Writer.WriteAsync(
                            group.Schema.DataFields[9],
                            ["a", "b", "c"],
                            (ReadOnlyMemory<int>)new[] { 0, 1, 0 }
                        );
                    },
                ]
            )
        );

        var documents = await Documents(file);

        Assert.Equal(
            [("7", "one", 1L), ($"{file}#2", "two", 2)],
            documents.Select(document => (document.Id, document.Text, document.Line))
        );
        Assert.Equal(
            "lang en, score 0.5, kept true, at 2024-05-06T07:08:09, day 2024-05-06, price 1.5",
            Metadata(documents[0])
        );
        Assert.Equal("score NaN, kept false, at 2024-05-06T07:08:09, day 1969-12-31, price -2", Metadata(documents[1]));
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Gzip)]
    [InlineData(CompressionMethod.Brotli)]
    [InlineData(CompressionMethod.Zstd)]
    [InlineData(CompressionMethod.Lz4Raw)]
    public void What_the_library_writes_is_read_back_row_group_by_row_group(CompressionMethod compression)
    {
        var text = Gen.OneOf(
            Gen.Const((string?)null),
            Gen.OneOfConst("a", "é𝄞", "\n", " ", "longer than the others ").Array[0, 8].Select(string.Concat)!
        );
        Gen.Select(text.Array[1, 40].List[1, 4], Gen.Bool)
            .Sample(
                (groups, repeated) =>
                {
                    // Values that recur are written through a dictionary.
                    var written = groups
                        .Select(values => repeated ? [.. values, .. values, .. values] : values)
                        .ToList();
                    var bytes = ParquetFile
                        .Of(
                            [new DataField<string>("text")],
                            [
                                .. written.Select(values =>
                                    (Func<ParquetFile.GroupWriter, Task>)(group => ParquetFile.Write(group, 0, values))
                                ),
                            ],
                            compression
                        )
                        .GetAwaiter()
                        .GetResult();
                    var sources = SourceSet.Open([_folder.Write("p.parquet", bytes)]);

                    var items = Read(sources).GetAwaiter().GetResult();

                    Assert.Equal(
                        written.SelectMany(values => values).Select(value => value ?? ""),
                        items.Select(item => item is SourceDocument document ? document.Text : "")
                    );
                    Assert.Equal(
                        Enumerable.Range(1, items.Count).Select(row => (long)row),
                        items.Select(item => item.Line)
                    );
                    Assert.Equal(bytes.Length, sources.BytesRead);
                },
                iter: 30,
                threads: 1
            );
    }

    [Fact]
    public async Task Bytes_are_read_as_utf8_and_what_is_not_is_rejected()
    {
        var file = _folder.Write(
            "a.parquet",
            await ParquetFile.Of(
                [new DataField<byte[]>("text")],
                [group => ParquetFile.Write(group, 0, ["é"u8.ToArray(), [0x61, 0xff], "z"u8.ToArray()])]
            )
        );

        var items = await Read(file);

        Assert.Equal(["é", "z"], items.OfType<SourceDocument>().Select(document => document.Text));
        Assert.Equal(
            new SourceRejection(file, 2, "column \"text\": invalid UTF-8 at byte 1 (0xff); convert it to UTF-8"),
            items[1]
        );
    }

    [Fact]
    public async Task Invalid_utf8_in_a_column_of_strings_is_noticed_too()
    {
        var bytes = await ParquetFile.Of(
            [new DataField<string>("text")],
            [group => ParquetFile.Write(group, 0, ["a before", "mid-die", "z after"])],
            CompressionMethod.None
        );
        bytes[bytes.AsSpan().IndexOf("mid-die"u8) + 3] = 0xff;

        var items = await Read(_folder.Write("a.parquet", bytes));

        Assert.Equal(["a before", "z after"], items.OfType<SourceDocument>().Select(document => document.Text));
        Assert.Contains("invalid UTF-8 at byte 3 (0xff)", ((SourceRejection)items[1]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_values_are_rejected_with_their_row_and_their_neighbours_are_kept()
    {
        var huge = new string('x', SourceOptions.MaxRecordBytes + 1);
        var file = _folder.Write(
            "a.parquet",
            await ParquetFile.Of(
                [new DataField<string>("id"), new DataField<string>("text")],
                [
                    async group =>
                    {
                        await ParquetFile.Write(group, 0, ["a", "b", "c", "d", "\n", "f"]);
                        await ParquetFile.Write(group, 1, ["before", null, "", huge, "x", "after"]);
                    },
                ]
            )
        );

        var items = await Read(file);

        Assert.Equal(6, items.Count);
        Assert.Equal(["a", "f"], items.OfType<SourceDocument>().Select(document => document.Id));
        Assert.Equal(
            [
                (2L, "the document is empty: column \"text\" is null"),
                (3, "the document is empty: column \"text\" is \"\""),
                (4, "column \"text\" is longer than 16 MiB; split the document"),
                (5, "column \"id\" holds a control character"),
            ],
            items.OfType<SourceRejection>().Select(rejected => (rejected.Line, rejected.Reason))
        );
    }

    [Fact]
    public async Task Text_column_that_is_missing_or_of_another_type_is_one_rejection()
    {
        var file = _folder.Write(
            "a.parquet",
            await ParquetFile.Of(
                [new DataField<string>("body"), new DataField<int>("n")],
                [
                    async group =>
                    {
                        await ParquetFile.Write(group, 0, ["x", "y"]);
                        await ParquetFile.Write(group, 1, [1, 2]);
                    },
                ]
            )
        );

        var missing = await Rejection(file);
        var number = await Rejection(file, new() { TextField = "n" });

        Assert.Equal(
            (
                0L,
                "no column \"text\"; the columns are \"body\", \"n\"; name the one that holds the text with --text-field"
            ),
            (missing.Line, missing.Reason)
        );
        Assert.Equal("column \"n\" does not hold strings; name the one that does with --text-field", number.Reason);
    }

    [Fact]
    public async Task Truncation_at_any_byte_is_one_rejection()
    {
        var bytes = await ParquetFile.OfTexts("one", "two", "three");

        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(0, (await Rejection(_folder.Write("a.parquet", bytes[..length]))).Line);
    }

    [Fact]
    public async Task Encrypted_file_is_refused_as_such()
    {
        var bytes = await ParquetFile.OfTexts("one");
        "PARE"u8.CopyTo(bytes.AsSpan(bytes.Length - 4));

        Assert.Equal(
            "the file is encrypted; decrypt it first",
            (await Rejection(_folder.Write("a.parquet", bytes))).Reason
        );
    }

    [Fact]
    public async Task Damaged_row_group_is_rejected_and_the_next_is_read()
    {
        var bytes = await ParquetFile.Of(
            [new DataField<string>("text")],
            [group => ParquetFile.Write(group, 0, ["one", "two"]), group => ParquetFile.Write(group, 0, ["three"])],
            CompressionMethod.Zstd
        );
        bytes.AsSpan(4, 8).Fill(0xee);

        var items = await Read(_folder.Write("a.parquet", bytes));

        Assert.StartsWith(
            "2 rows from here on cannot be read: ",
            Assert.IsType<SourceRejection>(items[0]).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal((1L, 3L, "three"), (items[0].Line, items[1].Line, Assert.IsType<SourceDocument>(items[1]).Text));
    }

    [Theory]
    [InlineData(CompressionMethod.None)]
    [InlineData(CompressionMethod.Snappy)]
    [InlineData(CompressionMethod.Zstd)]
    public async Task Whatever_bytes_are_changed_nothing_is_thrown(CompressionMethod compression)
    {
        var bytes = await ParquetFile.Of(
            [new DataField<string>("text"), new DataField<int?>("n")],
            [
                async group =>
                {
                    await ParquetFile.Write(group, 0, ["one", "one", "one", "two", null, "one"]);
                    await ParquetFile.Write(group, 1, new int?[] { 1, null, 3, 4, 5, 6 });
                },
            ],
            compression
        );

        Gen.Select(Gen.Int[4, bytes.Length - 9], Gen.Byte)
            .Array[1, 4]
            .Sample(
                changes =>
                {
                    var changed = bytes.ToArray();
                    foreach (var (at, value) in changes)
                        changed[at] = value;

                    var items = Read(_folder.Write("p.parquet", changed)).GetAwaiter().GetResult();

                    Assert.True(items.Count <= 1 || items.All(item => item.Line > 0));
                },
                iter: 3_000,
                threads: 1
            );
    }

    [Theory]
    [MemberData(nameof(HostileFooters))]
    public async Task Hostile_footer_is_refused_without_following_it(string what, byte[] footer)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        var file = _folder.Write("a.parquet", [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8]);

        var rejected = await Rejection(file);

        Assert.Contains(what, rejected.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> HostileFooters()
    {
        byte[] billionColumns = [0x15, 2, 0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07];
        byte[] nested = [.. Enumerable.Repeat((byte)0x9c, 100_000)];
        byte[] endless = [0x9c, 0x0c, 0x00];
        byte[] chain =
        [
            0x15,
            2,
            0x19,
            0xfc,
            0xa0,
            0x8d,
            0x06,
            .. Enumerable.Range(0, 100_000).SelectMany(_ => new byte[] { 0x48, 1, (byte)'c', 0x15, 2, 0 }),
            0,
        ];
        return new()
        {
            { "it ends within a value", billionColumns },
            { "nested more than 32 deep", nested },
            { "it ends within a value", endless },
            { "columns are nested more than 64 deep", chain },
            { "names no columns", [0] },
        };
    }

    [Theory]
    [InlineData("sample.parquet")]
    [InlineData("demo-dataset.parquet")]
    public async Task Files_of_other_writers_are_read(string name)
    {
        var file = SharedData.Path($"data/corpora/parquet/{name}");
        await using var reader = await ParquetReader.CreateAsync(
            file,
            cancellationToken: TestContext.Current.CancellationToken
        );
        var text = reader
            .Schema.DataFields.First(field => field.ClrType == typeof(ReadOnlyMemory<char>) && field.Path.Length == 1)
            .Name;

        var items = await Read(file, new() { TextField = text });

        Assert.Equal(reader.RowGroups.Sum(group => group.RowCount), items.Count);
        Assert.All(items, item => Assert.IsType<SourceDocument>(item));
    }

    private static string Metadata(SourceDocument document) =>
        string.Join(", ", document.Metadata.Select(field => $"{field.Key} {field.Value}"));

    [Fact]
    public async Task Lists_of_strings_are_json_arrays_where_they_are_asked_for()
    {
        Field[] columns = [new DataField<int>("n"), new ListField("endings", new DataField<string>("element"))];
        var file = _folder.Write(
            "lists.parquet",
            await ParquetFile.Of(
                columns,
                [
                    async group =>
                    {
                        await ParquetFile.Write(group, 0, [1, 2]);
                        await group.Writer.WriteAsync(
                            group.Schema.DataFields[1],
                            ["a", "\"b\" ü", "c"],
                            (ReadOnlyMemory<int>)new[] { 0, 1, 0 }
                        );
                    },
                ]
            )
        );
        var options = new SourceOptions { TextField = null };
        Assert.Equal((string?[])[null, null], (await EndingsAsync(options)).AsEnumerable());
        Assert.Equal(
            (string?[])["[\"a\",\"\\\"b\\\" ü\"]", "[\"c\"]"],
            (await EndingsAsync(options with { Lists = true })).AsEnumerable()
        );

        async Task<string?[]> EndingsAsync(SourceOptions read)
        {
            var endings = new List<string?>();
            await foreach (var item in SourceSet.Open([file]).ReadAsync(read, TestContext.Current.CancellationToken))
                endings.Add(Assert.IsType<SourceDocument>(item).Metadata.GetValueOrDefault("endings"));
            return [.. endings];
        }
    }
}
