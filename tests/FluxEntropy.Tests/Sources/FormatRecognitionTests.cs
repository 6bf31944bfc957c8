using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

public sealed class FormatRecognitionTests : IDisposable
{
    private const string Lines = "{\"id\":\"a\",\"text\":\"one\"}\n{\"id\":\"b\",\"text\":\"two\"}\n";

    private readonly SourceFolder _files = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _files.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("a.jsonlines")]
    [InlineData("a.jl")]
    [InlineData("noname")]
    [InlineData("a.jsonl.gzip")]
    [InlineData("part-00000")]
    [InlineData("a.data")]
    public async Task Records_are_recognised_by_their_first_bytes_where_the_name_says_nothing(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Lines);
        var file = _files.Write(name, name.EndsWith(".gzip") ? Gzip(bytes) : bytes);

        Assert.Equal(["a", "b"], (await Documents(file)).Select(document => document.Id));
    }

    [Fact]
    public async Task Parquet_without_a_name_is_recognised() =>
        Assert.Equal(
            "one",
            Assert.Single(await Documents(_files.Write("blob", await ParquetFile.OfTexts("one")))).Text
        );

    [Theory]
    [InlineData("[a link](x) to {something}")]
    [InlineData("{ braces } and text")]
    [InlineData("plain text")]
    public async Task Text_without_a_name_stays_text(string text) =>
        Assert.Equal(text, Assert.Single(await Documents(_files.Write("noname", text))).Text);

    [Theory]
    [InlineData("a.parquet", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git-LFS pointer")]
    [InlineData("a.jsonl", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "git-LFS pointer")]
    [InlineData("a.feather", "FEA1", "Feather's first version")]
    [InlineData("a.gguf", "GGUF\u0003\0\0\0", "GGUF")]
    public async Task What_holds_no_documents_is_called_by_its_name(string name, string bytes, string reason) =>
        Assert.Contains(reason, (await Rejection(_files.Write(name, bytes))).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("%PDF-1.7\n%", "it is a PDF")]
    [InlineData("PK\u0003\u0004\u0014\0", "it is a zip archive")]
    [InlineData("\u00fd7zXZ\0", "it is xz")]
    [InlineData("BZh91AY&SY", "it is bzip2")]
    [InlineData("\u0004\u0022\u004d\u0018", "it is LZ4")]
    [InlineData("7z\u00bc\u00af\u0027\u001c", "it is a 7z archive")]
    [InlineData("Obj\u0001\u0004", "it is Avro")]
    [InlineData("SQLite format 3\0", "a database of SQLite")]
    [InlineData("\u0089HDF\r\n\u001a\n", "it is HDF5")]
    [InlineData("\u0093NUMPY\u0001\0", "an array of NumPy")]
    [InlineData("\u0080\u0004\u0095\u000a", "pickled by Python")]
    [InlineData("\u0040\0\0\0\0\0\0\0{\"a\":{", "safetensors")]
    public async Task What_is_no_text_is_called_by_its_name_whatever_it_is_named(string bytes, string reason)
    {
        var content = System.Text.Encoding.Latin1.GetBytes(bytes);
        foreach (var name in new[] { "noname", "a.txt", "a.jsonl" })
            Assert.Contains(reason, (await Rejection(_files.Write(name, content))).Reason, StringComparison.Ordinal);
        Assert.Contains(
            reason,
            Assert.IsType<SourceRejection>(Assert.Single(await Piped(Gzip(content)))).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_tar_archive_is_called_by_its_name()
    {
        var tar = new MemoryStream();
        await using (var writer = new System.Formats.Tar.TarWriter(tar, leaveOpen: true))
            await writer.WriteEntryAsync(
                new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "a.txt")
                {
                    DataStream = new MemoryStream("text"u8.ToArray()),
                },
                TestContext.Current.CancellationToken
            );

        Assert.Contains(
            "it is a tar archive",
            Assert.IsType<SourceRejection>(Assert.Single(await Piped(Gzip(tar.ToArray())))).Reason,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("PK is a name")]
    [InlineData("BZh, said the bee")]
    public async Task Text_that_begins_like_an_archive_is_text(string text) =>
        Assert.Equal(text, Assert.Single(await Documents(_files.Write("noname", text))).Text);

    [Theory]
    [InlineData("a.pq")]
    [InlineData("a.parq")]
    public async Task A_folder_is_one_of_records_by_other_names_of_parquet_too(string name)
    {
        File.WriteAllText(_folder["README.md"], "read me");
        File.WriteAllBytes(_folder[name], await ParquetFile.OfTexts("one"));

        var items = await Read(SourceSet.Open([_folder[""]]));

        Assert.Equal(["one"], items.OfType<SourceDocument>().Select(document => document.Text));
    }

    [Fact]
    public async Task A_clone_of_a_dataset_gives_its_records_and_says_what_it_left_out()
    {
        foreach (
            var (name, text) in new[]
            {
                ("README.md", "# A dataset"),
                ("LICENSE", "MIT"),
                ("loader.py", "import datasets"),
                ("dataset_infos.json", "{\"default\":{}}"),
                ("_SUCCESS", ""),
                ("train.jsonl", Lines),
                ("more", "{\"id\":\"c\",\"text\":\"three\"}"),
                ("notes.txt", "a text"),
            }
        )
            File.WriteAllText(_folder[name], text);

        var items = await Read(SourceSet.Open([_folder[""]]));

        Assert.Equal(
            ["three", "a text", "one", "two"],
            items.OfType<SourceDocument>().Select(document => document.Text)
        );
        var notice = Assert.IsType<SourceNotice>(items[0]);
        Assert.EndsWith(
            "LICENSE, README.md, _SUCCESS, dataset_infos.json, loader.py; name a file to read it all the same",
            notice.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(5, items.Count);
    }

    [Fact]
    public async Task What_a_table_keeps_for_itself_is_left_out()
    {
        foreach (
            var (name, text) in new[]
            {
                ("_delta_log/0.json", "{\"commitInfo\":{}}"),
                ("_delta_log/1.json", "{\"add\":{}}"),
                ("_day=1/part-0.jsonl", "{\"text\":\"one\"}"),
                ("part-0.jsonl", "{\"text\":\"two\"}"),
            }
        )
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllText(_folder[name], text);
        }

        var items = await Read(SourceSet.Open([_folder[""]]));

        Assert.Equal(["one", "two"], items.OfType<SourceDocument>().Select(document => document.Text));
        Assert.StartsWith(
            "left out, since they hold no records: _delta_log;",
            Assert.Single(items.OfType<SourceNotice>()).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(3, items.Count);
    }

    [Fact]
    public async Task A_folder_of_text_is_read_whole()
    {
        File.WriteAllText(_folder["README.md"], "read me");
        File.WriteAllText(_folder["main.py"], "code");

        Assert.Equal(2, (await Read(SourceSet.Open([_folder[""]]))).OfType<SourceDocument>().Count());
    }

    [Theory]
    [InlineData("noext", 3)]
    [InlineData("x.jl", 3)]
    [InlineData("x.jsonlines", 3)]
    [InlineData("x.jsonl.gzip", 3)]
    [InlineData("page.warc.gz", 0)]
    public async Task Files_of_others_are_recognised(string name, int documents) =>
        Assert.Equal(
            documents,
            (await Read(SharedData.Path($"faults/09-format-by-extension-only/{name}"))).OfType<SourceDocument>().Count()
        );
}
