using System.Text;
using CsCheck;
using FluxEntropy.Sources;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class CsvTableTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_text_id_and_metadata_and_a_record_is_named_by_its_first_line()
    {
        var file = _folder.Write(
            "a.csv",
            "\ufeffid,lang,text,empty\r\nx,en,\"one\r\ntwo, \"\"three\"\"\",\r\n,de,vier,\r\n\r\n7,fr,5\" disk,\r\n"
        );

        var documents = await Documents(file);

        Assert.Equal(
            [("x", "one\r\ntwo, \"three\"", 2L), ($"{file}#4", "vier", 4), ("7", "5\" disk", 6)],
            documents.Select(document => (document.Id, document.Text, document.Line))
        );
        Assert.Equal(
            ["en", "de", "fr"],
            documents.Select(document => Assert.Single(document.Metadata, field => field.Key == "lang").Value)
        );
        Assert.All(documents, document => Assert.Single(document.Metadata));
    }

    [Fact]
    public async Task Tabs_separate_the_fields_of_tsv()
    {
        var file = _folder.Write("a.tsv", "n\ttext\n1\ta, b\n2\t\"c\td\"\n");

        Assert.Equal(["a, b", "c\td"], (await Documents(file)).Select(document => document.Text));
    }

    [Fact]
    public async Task Columns_are_chosen_by_name()
    {
        var file = _folder.Write("a.csv", "act,prompt\nLinux,type\n");

        var document = Assert.Single(await Documents(file, new() { TextField = "prompt", IdField = "act" }));

        Assert.Equal(("Linux", "type"), (document.Id, document.Text));
    }

    [Theory]
    [InlineData("b,", "the document is empty: column \"text\" is \"\"")]
    [InlineData("b", "1 field where the header names 2")]
    [InlineData("b,x,y", "3 fields where the header names 2")]
    [InlineData("b,\"x\"y", "the quotes of field 2 are wrong")]
    [InlineData("b,\"x\ny\" ", "the quotes of field 2 are wrong")]
    [InlineData("b,x\ry", "a carriage return stands alone outside quotes")]
    [InlineData("\"b\nc\",x", "column \"id\" holds a control character")]
    public async Task Bad_record_is_rejected_with_its_line_and_its_neighbours_are_kept(string record, string reason)
    {
        var file = _folder.Write("a.csv", $"id,text\na,before\n{record}\nc,after\n");

        var items = await Read(file);

        Assert.Equal(["a", "c"], items.OfType<SourceDocument>().Select(document => document.Id));
        Assert.Equal(4 + record.Count(character => character == '\n'), items[^1].Line);
        var rejected = Assert.IsType<SourceRejection>(items[1]);
        Assert.Equal((file, 3L), (rejected.Source, rejected.Line));
        Assert.Contains(reason, rejected.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quote_that_never_closes_is_rejected_where_it_opens()
    {
        var items = await Read(_folder.Write("a.csv", "text\nbefore\n\"after\nand more\n"));

        Assert.IsType<SourceDocument>(items[0]);
        Assert.Equal(
            [
                "the quote that opens on this line is not closed: 1 more line lies within it; "
                    + "close it, or read quotes as characters like any other with --no-quotes",
                "it lies within the quote that opens on line 3",
            ],
            items.OfType<SourceRejection>().Select(rejected => rejected.Reason)
        );
        Assert.Equal([2L, 3, 4], items.Select(item => item.Line));
    }

    [Theory]
    [InlineData("id,text\n1,fine\n2,a,b\n3\n4,\"unclosed\n5,lost\n6,lost\n", 1, 5)]
    [InlineData("id,text\n1,fine\n4,\"unclosed\n5,lost\n6,lost", 1, 3)]
    [InlineData("id,text\n1,\"open\n2,two\n3,\"closed\" by another\n4,four\n", 1, 3)]
    public async Task Every_line_that_a_quote_takes_along_is_set_aside(string table, int documents, int rejections)
    {
        var items = await Read(_folder.Write("a.csv", table));

        Assert.Equal(documents, items.OfType<SourceDocument>().Count());
        Assert.Equal(rejections, items.OfType<SourceRejection>().Count());
    }

    [Fact]
    public async Task Quotes_are_characters_like_any_other_where_that_is_asked_for()
    {
        var file = _folder.Write("a.tsv", "id\ttext\n1\t\"Hello\" she said\n2\t5\" nail\n3\t\"open\n4\tnext\n");

        Assert.Equal(
            ["\"Hello\" she said", "5\" nail", "\"open", "next"],
            (await Documents(file, new() { Quotes = false })).Select(document => document.Text)
        );
    }

    [Fact]
    public async Task Invalid_utf8_is_rejected_with_its_offset_in_the_file()
    {
        var items = await Read(_folder.Write("a.csv", [.. "text\nbefore\nb"u8, 0xff, .. "\nafter\n"u8]));

        Assert.Equal(["before", "after"], items.OfType<SourceDocument>().Select(document => document.Text));
        Assert.Equal(
            (3L, "invalid UTF-8 at byte 13 (0xff); convert it to UTF-8"),
            (items[1].Line, ((SourceRejection)items[1]).Reason)
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Record_beyond_the_limit_is_rejected_and_its_neighbours_are_kept(bool quoted)
    {
        var line = Encoding.ASCII.GetBytes(new string('x', 999) + "\n");
        var text = quoted
            ? Enumerable.Repeat(line, 20_000).SelectMany(bytes => bytes).ToArray()
            : Encoding.ASCII.GetBytes(new string('x', SourceOptions.MaxRecordBytes + 1));
        var file = _folder.Write(
            "a.csv",
            [.. "text\nbefore\n"u8, .. quoted ? "\""u8 : ""u8, .. text, .. quoted ? "\""u8 : ""u8, .. "\nafter\n"u8]
        );

        var items = await Read(file);

        Assert.Equal(["before", "after"], items.OfType<SourceDocument>().Select(document => document.Text));
        Assert.Contains(
            "longer than 16 MiB",
            Assert.IsType<SourceRejection>(items[1]).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal([2L, 3, quoted ? 20_004 : 4], items.Select(item => item.Line));
    }

    [Fact]
    public async Task Record_of_exactly_the_limit_is_a_document()
    {
        var documents = await Documents(
            _folder.Write("a.csv", "text\n" + new string('x', SourceOptions.MaxRecordBytes) + "\r\nnext\n")
        );

        Assert.Equal([SourceOptions.MaxRecordBytes, 4], documents.Select(document => document.Text.Length));
    }

    [Theory]
    [InlineData("", 1, "the file is empty; a row of column names was expected")]
    [InlineData(
        "a,b\n1,2\n3,4\n",
        1,
        "no column \"text\"; the columns are \"a\", \"b\"; name the one that holds the text with --text-field"
    )]
    [InlineData("text,text\nx,1\n", 1, "two columns are named \"text\"; give each a name of its own")]
    [InlineData("text,id,id\nx,1,2\n", 1, "two columns are named \"id\"; give each a name of its own")]
    public async Task File_without_usable_columns_is_one_rejection(string content, long line, string reason)
    {
        var rejected = await Rejection(_folder.Write("a.csv", content));

        Assert.Equal((line, reason), (rejected.Line, rejected.Reason));
    }

    [Theory]
    [InlineData("a.csv", "id;text;n\r\n1;\"a; \nb\";1,5\r\n2;c, d;\r\n")]
    [InlineData("a.csv", "id|text\n1|\"a; \nb\"\n2|c, d\n")]
    [InlineData("a.csv", "id\ttext\n1\t\"a; \nb\"\n2\tc, d\n")]
    [InlineData("a.tsv", "id,text\n1,\"a; \nb\"\n2,\"c, d\"\n")]
    [InlineData("a.tab", "id\ttext\n1\t\"a; \nb\"\n2\tc, d\n")]
    public async Task Another_delimiter_is_known_by_the_names_of_columns(string name, string content) =>
        Assert.Equal(
            [("1", "a; \nb"), ("2", "c, d")],
            (await Documents(_folder.Write(name, content))).Select(document => (document.Id, document.Text))
        );

    [Theory]
    [InlineData("text;more\na\n")]
    [InlineData("a;b,text\n1,x\n")]
    public async Task A_delimiter_within_a_name_stays_there(string content)
    {
        var items = await Read(
            _folder.Write("a.csv", content),
            new() { TextField = content.StartsWith('a') ? "text" : "text;more" }
        );

        Assert.IsType<SourceDocument>(Assert.Single(items));
    }

    [Fact]
    public async Task Metadata_of_one_name_takes_no_document_along()
    {
        var items = await Read(_folder.Write("a.csv", "text,n,n\nx,1,2\ny,,3\nz,4,5\n"));

        Assert.Equal(
            [("x", "1"), ("y", "3"), ("z", "4")],
            items.OfType<SourceDocument>().Select(document => (document.Text, document.Metadata["n"]))
        );
        Assert.Equal(
            "\"n\" is left out of the metadata where a column before it has the same name",
            Assert.Single(items.OfType<SourceNotice>()).Message
        );
    }

    [Fact]
    public async Task Columns_without_a_name_are_passed_over()
    {
        var document = Assert.Single(await Documents(_folder.Write("a.csv", ",text,\n0,x,y\n")));

        Assert.Empty(document.Metadata);
    }

    [Fact]
    public void What_is_quoted_is_read_back_and_lines_are_counted()
    {
        var value = Gen.OneOfConst("a", "é𝄞", ",", "\t", "\"", "\"\"", "\n", "\r\n", "\r", " ", "#", ";")
            .Array[0, 6]
            .Select(string.Concat);
        Gen.Select(value.Array[3].List[1, 20], Gen.Bool)
            .Sample(
                (rows, tabs) =>
                {
                    var content = new StringWriter();
                    var lines = Lines(rows, tabs ? '\t' : ',', content);

                    var items = Read(_folder.Write(tabs ? "p.tsv" : "p.csv", content.ToString()))
                        .GetAwaiter()
                        .GetResult();

                    Assert.Equal(lines, items.Select(item => item.Line));
                    for (var i = 0; i < rows.Count; i++)
                    {
                        if (rows[i][0].Length == 0)
                        {
                            Assert.IsType<SourceRejection>(items[i]);
                            continue;
                        }

                        var document = Assert.IsType<SourceDocument>(items[i]);
                        Assert.Equal(
                            (rows[i][0], rows[i][1], rows[i][2]),
                            (
                                document.Text,
                                document.Metadata.GetValueOrDefault("b", ""),
                                document.Metadata.GetValueOrDefault("c", "")
                            )
                        );
                    }
                },
                threads: 1
            );
    }

    [Fact]
    public void Whatever_the_bytes_nothing_is_thrown_and_lines_only_grow()
    {
        var piece = Gen.OneOfConst("a", ",", "\"", "\n", "\r", "\0", "é").Array[0, 60].Select(string.Concat);
        piece.Sample(
            bytes =>
            {
                var items = Read(_folder.Write("p.csv", "text,b\n" + bytes)).GetAwaiter().GetResult();

                Assert.Equal(items.Select(item => item.Line).Distinct().Order(), items.Select(item => item.Line));
                Assert.All(items, item =>
                    Assert.InRange(item.Line, 2, 2 + bytes.Count(character => character == '\n'))
                );
            },
            iter: 1_000,
            threads: 1
        );
    }

    [Fact]
    public async Task Prompts_of_a_public_corpus_are_read()
    {
        var file = SharedData.Path("data/corpora/awesome-chatgpt-prompts/prompts.csv");

        var documents = await Documents(file, new() { TextField = "prompt" });

        Assert.InRange(documents.Count, 100, 1_000);
        Assert.All(documents, document =>
            Assert.True(document.Text.Length > 20 && document.Metadata.ContainsKey("act"))
        );
    }

    [Fact]
    public async Task Problems_of_a_public_corpus_are_read()
    {
        var file = SharedData.Path("data/corpora/code/HumanEval.jsonl.gz");

        var documents = await Documents(file, new() { TextField = "prompt", IdField = "task_id" });

        Assert.Equal(164, documents.Count);
        Assert.Equal("HumanEval/0", documents[0].Id);
    }

    /// <summary>Writes a table as RFC 4180 has it and says on which line each row starts.</summary>
    private static List<long> Lines(List<string[]> rows, char delimiter, StringWriter content)
    {
        var lines = new List<long>();
        foreach (var fields in rows.Prepend(["text", "b", "c"]))
        {
            lines.Add(1 + content.ToString().Count(character => character == '\n'));
            content.Write(
                string.Join(
                    delimiter,
                    fields.Select(field =>
                        field.IndexOfAny([delimiter, '"', '\r', '\n']) < 0
                            ? field
                            : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
                    )
                )
            );
            content.Write("\r\n");
        }

        return [.. lines.Skip(1)];
    }
}
