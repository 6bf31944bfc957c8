using System.Text;
using FluxEntropy.Sources;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class JsonRecordTests : IDisposable
{
    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"id":1,"text":"t","m":NaN,"k":"v"}""", "m")]
    [InlineData("""{"id":1,"text":"t","m":-Infinity,"k":"v"}""", "m")]
    [InlineData("""{"id":1,"m":{"a":[1,Infinity]},"text":"t","k":"v"}""", "m")]
    [InlineData("""{"id":1,"text":"t","m":"cut \ud83d","k":"v"}""", "m")]
    [InlineData("""{"id":1,"text":"t","m":{"a":"\udc00"},"k":"v"}""", "m.a")]
    public async Task A_value_that_is_no_json_is_dropped_and_the_document_comes_in(string record, string field)
    {
        var items = await Read(_folder.Write("a.jsonl", $"{record}\n{record}\n"));

        var documents = items.OfType<SourceDocument>().ToList();
        Assert.Equal([("1", "t"), ("1", "t")], documents.Select(document => (document.Id, document.Text)));
        Assert.All(documents, document => Assert.Equal([new("k", "v")], document.Metadata));
        var notice = Assert.IsType<SourceNotice>(Assert.Single(items, item => item is not SourceDocument));
        Assert.StartsWith($"\"{field}\" is left out", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(65)]
    [InlineData(1_000_000)]
    public async Task However_deep_a_value_is_the_document_comes_in(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);
        var file = _folder.Write("a.jsonl", $"{{\"x\":{deep},\"id\":\"a\",\"text\":\"t\",\"k\":1}}\n");

        var document = Assert.Single((await Read(file)).OfType<SourceDocument>());

        Assert.Equal(("a", "t", "1"), (document.Id, document.Text, document.Metadata["k"]));
    }

    [Theory]
    [InlineData("""{"id":"b","text":NaN}""", "field \"text\" is null, expected a string")]
    [InlineData("""{"id":"b","text":"\ud800","m":NaN}""", "half of a surrogate pair")]
    [InlineData("""{"id":"b","text":"x","m":NaN,"n":}""", "broken JSON at byte")]
    public async Task What_is_wrong_with_the_text_is_still_wrong(string record, string reason) =>
        Assert.Contains(reason, (await Rejection(_folder.Write("a.jsonl", record))).Reason, StringComparison.Ordinal);

    [Fact]
    public async Task Fields_inside_objects_are_metadata_and_may_be_text_and_id()
    {
        var file = _folder.Write(
            "a.jsonl",
            """{"meta":{"language":"en","id":7,"deep":{"n":1.5}},"doc":{"body":"hello"},"a.b":"x"}"""
        );

        var document = Assert.Single(await Documents(file, new() { TextField = "doc.body", IdField = "meta.id" }));

        Assert.Equal(("7", "hello"), (document.Id, document.Text));
        Assert.Equal([new("meta.language", "en"), new("meta.deep.n", "1.5"), new("a.b", "x")], document.Metadata);
    }

    [Fact]
    public async Task A_conversation_is_its_roles_and_contents_line_by_line()
    {
        var file = _folder.Write(
            "a.jsonl",
            """
            {"c":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"text","text":"Hello."}]}]}
            {"c":[{"from":"human","value":"Hi"},{"from":"gpt","value":"Hello."},{"from":"tool","value":null}]}
            """
        );

        Assert.Equal(
            ["user: Hi\nassistant: Hello.", "human: Hi\ngpt: Hello."],
            (await Documents(file, new() { TextField = "c" })).Select(document => document.Text)
        );
    }

    [Fact]
    public async Task A_conversation_is_what_a_chat_template_makes_of_it()
    {
        var file = _folder.Write(
            "a.jsonl",
            """
            {"c":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."}]}
            {"c":[{"role":"user","content":null}]}
            {"c":"Hi"}
            """
        );

        var items = await Read(file, new() { TextField = "c", ChatTemplate = new RolesInBrackets() });

        Assert.Equal(
            [("[user]Hi[assistant]Hello.", MessageForm.Template), ("Hi", MessageForm.None)],
            items.OfType<SourceDocument>().Select(document => (document.Text, document.Messages))
        );
        Assert.Equal(
            "field \"c\" cannot be read as a conversation: nothing is said",
            Assert.Single(items.OfType<SourceRejection>()).Reason
        );
        Assert.Equal(
            [MessageForm.Lines, MessageForm.None],
            (await Read(file, new() { TextField = "c" })).OfType<SourceDocument>().Select(document => document.Messages)
        );
    }

    [Theory]
    [InlineData("""[{"role":"user","content":"Hi"},{"content":"Hello."}]""", 2)]
    [InlineData("""[{"role":5,"content":"Hi"}]""", 1)]
    [InlineData("""[{"from":"human","value":"Hi"},"Hello."]""", 2)]
    [InlineData("""[{"speaker":"human","said":"Hi"}]""", 1)]
    public async Task A_message_without_a_role_is_named(string messages, int number) =>
        Assert.Equal(
            $"field \"c\" cannot be read as a conversation: message {number} has no role; expected \"role\" and \"content\", "
                + "or \"from\" and \"value\"",
            (await Rejection(_folder.Write("a.jsonl", $"{{\"c\":{messages}}}"), new() { TextField = "c" })).Reason
        );

    [Fact]
    public async Task A_record_without_the_text_says_which_fields_it_has() =>
        Assert.Equal(
            "no field \"text\"; the fields are \"id\", \"body\"; name the one that holds the text with --text-field",
            (await Rejection(_folder.Write("a.jsonl", """{"id":1,"body":"x"}"""))).Reason
        );

    [Theory]
    [InlineData("""[{"id":1,"text":"a, ]"},{"id":2,"text":"b \" }"},{"id":3,"text":"c"}]""", "1 1 1")]
    [InlineData(
        "[\n  {\n    \"id\": 1,\n    \"text\": \"a, ]\"\n  },\n  {\"id\": 2, \"text\": \"b \\\" }\"},\n\n  {\"id\":3,\"text\":\"c\"}\n]\n",
        "2 6 8"
    )]
    [InlineData(
        "{\n  \"id\": 1,\n  \"text\": \"a, ]\"\n}\n{\n  \"id\": 2, \"text\": \"b \\\" }\"\n}\n{\"id\":3,\"text\":\"c\"}",
        "1 5 8"
    )]
    public async Task Arrays_and_objects_over_several_lines_are_read(string json, string lines)
    {
        foreach (var name in new[] { "a.json", "noname" })
        {
            var documents = await Documents(_folder.Write(name, json));

            Assert.Equal(
                [("1", "a, ]"), ("2", "b \" }"), ("3", "c")],
                documents.Select(document => (document.Id, document.Text))
            );
            Assert.Equal(lines, string.Join(' ', documents.Select(document => document.Line)));
        }
    }

    [Fact]
    public async Task A_bad_element_of_an_array_harms_only_itself()
    {
        var file = _folder.Write(
            "a.json",
            "[{\"id\":1,\"text\":\"a\"},\n{\"text\":1}, 7,\n{\"id\":2,\"text\":\"b\"}}, {\"id\":3,\"text\":\"c\"},{\"te"
        );

        var items = await Read(file);

        Assert.Equal(["1", "3"], items.OfType<SourceDocument>().Select(document => document.Id));
        Assert.Equal([2L, 2, 3, 3], items.OfType<SourceRejection>().Select(rejected => rejected.Line));
    }

    [Fact]
    public async Task What_is_broken_is_told_with_its_place() =>
        Assert.StartsWith(
            "broken JSON at byte 13 of the line: 'x' is an invalid escapable character",
            (await Rejection(_folder.Write("a.jsonl", "{\"text\":\"ab\\x41\"}"))).Reason,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("[{\"id\":1,\"text\":\"a\"},\n")]
    [InlineData("[{\"id\":1,\"text\":\"a\"}")]
    [InlineData("[\n{\"id\":1,\"text\":\"a\"}\n")]
    public async Task An_array_that_nothing_ends_is_told(string json)
    {
        var items = await Read(_folder.Write("a.json", json));

        Assert.Equal("1", Assert.IsType<SourceDocument>(items[0]).Id);
        Assert.Contains(
            "no bracket ends the array",
            Assert.IsType<SourceRejection>(items[1]).Reason,
            StringComparison.Ordinal
        );
        Assert.Equal(2, items.Count);
    }

    [Fact]
    public async Task A_record_that_takes_lines_along_says_how_far_it_goes()
    {
        var file = _folder.Write(
            "a.json",
            "[\n{\"text\":\"a\"},\n\n{\n\"text\": \"b},\n{\"text\":\"c\"},\n{\"text\":\"d\"}\n]\n"
        );

        var items = await Read(file);

        Assert.Equal("a", Assert.IsType<SourceDocument>(items[0]).Text);
        var rejected = Assert.IsType<SourceRejection>(items[1]);
        Assert.Equal(4, rejected.Line);
        Assert.StartsWith("broken JSON at byte 13 of line 5: ", rejected.Reason, StringComparison.Ordinal);
        Assert.EndsWith("; the record goes on to line 8", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(2, items.Count);
    }

    [Theory]
    [InlineData("{\"id\": 1,\n \"text\": \"a\"}\n{\"id\": 2,\n \"text\": \"b\"}\n")]
    [InlineData("{\"text\":\n\"a\", \"id\": 1}\r\n\r\n{\"text\":\n\"b\", \"id\": 2}")]
    public async Task An_object_whose_first_line_cannot_be_all_of_it_goes_on(string json) =>
        Assert.Equal(["1", "2"], (await Documents(_folder.Write("a.json", json))).Select(document => document.Id));

    [Fact]
    public async Task An_array_larger_than_the_memory_for_a_record_is_read_record_by_record()
    {
        var record = $"{{\"text\":\"{new string('x', 1 << 20)}\"}}";
        var file = _folder.Write("a.json", $"[{string.Join(",\n", Enumerable.Repeat(record, 20))}]");

        Assert.Equal(20, (await Documents(file)).Count);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Utf16_is_read(bool bigEndian, bool mark)
    {
        var encoding = new UnicodeEncoding(bigEndian, mark);
        byte[] bytes =
        [
            .. encoding.GetPreamble(),
            .. encoding.GetBytes("{\"id\":1,\"text\":\"Grüße 𝄞\"}\n{\"id\":2,\"text\":\"b\"}"),
        ];

        Assert.Equal(
            ["Grüße 𝄞", "b"],
            (await Documents(_folder.Write("a.jsonl", bytes))).Select(document => document.Text)
        );
    }

    [Fact]
    public async Task Utf16_that_is_damaged_is_told()
    {
        byte[] bytes =
        [
            .. Encoding.Unicode.GetPreamble(),
            .. Encoding.Unicode.GetBytes("{\"text\":\"a\"}\n"),
            0,
            0xd8,
            0,
            0,
        ];

        var items = await Read(_folder.Write("a.jsonl", bytes));

        Assert.Contains(
            "not UTF-16 from here on",
            Assert.IsType<SourceRejection>(items[^1]).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Records_of_others_come_in_whatever_their_metadata() =>
        Assert.Equal(
            ["1", "2", "3", "4"],
            (await Read(SharedData.Path("faults/11-metadata-value-loses-the-document/meta.jsonl")))
                .OfType<SourceDocument>()
                .Select(document => document.Id)
        );

    [Theory]
    [InlineData("array.json", 3)]
    [InlineData("array_pretty.json", 3)]
    [InlineData("utf16.jsonl", 2)]
    public async Task Arrays_and_utf16_of_others_are_read(string name, int count) =>
        Assert.Equal(count, (await Documents(SharedData.Path($"faults/10-json-array-and-exit-code/{name}"))).Count);
}
