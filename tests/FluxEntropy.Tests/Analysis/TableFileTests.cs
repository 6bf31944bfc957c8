using System.IO.Compression;
using FluxEntropy.Analysis;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Tests.Analysis;

/// <summary>Tables of scores, in every form in which they come.</summary>
public sealed class TableFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_of_csv_with_quotes_gaps_and_words()
    {
        var table = await ReadAsync(
            "a.csv",
            "id,text,entropy.mean,correct\nx,\"one, \"\"two\"\"\nthree\",2.5,True\ny,007,,False\nz,b,NaN,\n"
        );
        Assert.Equal(["x", "y", "z"], table.Ids);
        Assert.Equal([2.5, double.NaN, double.NaN], table.Numbers("entropy.mean"));
        Assert.Equal("one, \"two\"\nthree|007|b", string.Join("|", table.Texts("text")));
        Assert.Equal([true, false, null], table.Outcomes("correct"));
        Assert.Equal(["entropy.mean"], table.NumericColumns);
        Assert.Equal(("a", true), (table.Name, table.HasIds));
        Assert.False((await ReadAsync("f.csv", "entropy,correct\n1,1.0\n2,0.0\n3,\n")).HasIds);
        Assert.Equal(
            [true, false, null],
            (await ReadAsync("f.csv", "entropy,correct\n1,1.0\n2,0.0\n3,\n")).Outcomes("correct")
        );
    }

    [Fact]
    public async Task Metrics_inside_objects_of_json_lines_are_columns()
    {
        using (var gzip = new GZipStream(File.Create(_folder["b.jsonl.gz"]), CompressionLevel.Fastest))
            gzip.Write(
                """
                {"id":"x","tokenCount":3,"metrics":{"entropy.mean":1.5,"varentropy.mean":null}}
                {"id":"y","metrics":{"entropy.mean":2}}
                nonsense

                """u8
            );
        var table = await TableFile.ReadAsync(_folder["b.jsonl.gz"], TestContext.Current.CancellationToken);
        Assert.Equal(("b", 2), (table.Name, table.Rows));
        Assert.Equal([1.5, 2], table.Numbers("entropy.mean"));
        Assert.Equal([3, double.NaN], table.Numbers("tokenCount"));
        Assert.Contains("line 3", Assert.Single(table.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "{\"metadata\": {\"model_name\": \"org/model\"}, \"results\": [{\"index\": 0, \"characteristic_value\": 4.5, \"text\": \"t\"}]}",
        "org/model"
    )]
    [InlineData("{\n \"results\": [\n {\"characteristic_value\": 4.5, \"text\": \"t\"}]}", "c")]
    [InlineData("[{\"characteristic_value\": 4.5, \"text\": \"t\"}]", "c")]
    public async Task Files_that_are_one_json_value(string json, string name)
    {
        var table = await ReadAsync("c.json", json);
        Assert.Equal((name, 1), (table.Name, table.Rows));
        Assert.Equal([4.5], table.Numbers("characteristic_value"));
        Assert.Equal("t", Assert.Single(table.Texts("text")));
    }

    [Theory]
    [InlineData("\uFEFF{\n \"results\": [{\"characteristic_value\": 4.5, \"text\": \"t\"}]}")]
    [InlineData("{\"results\": [{\"characteristic_value\": 4.5, \"text\": \"t\", \"other\": NaN}]}")]
    [InlineData("[{\"characteristic_value\": 4.5, \"text\": \"t\", \"other\": NaN}]")]
    [InlineData("{\n\"characteristic_value\": 4.5,\n\"text\": \"t\"\n}\n")]
    [InlineData("{\"results\": [{\"characteristic_value\": 1, \"characteristic_value\": 4.5, \"text\": \"t\"}]}")]
    [InlineData("{\"results\": [{\"characteristic_value\": 4.5, \"text\": \"\\ud83d\"}]}")]
    [InlineData("[{\"characteristic_value\": 1, \"metrics\": {\"characteristic_value\": 4.5}}]")]
    public async Task What_other_programs_write_into_json_takes_no_table_along(string json)
    {
        var table = await ReadAsync("c.json", json);

        Assert.Equal([4.5], table.Numbers("characteristic_value"));
    }

    [Fact]
    public async Task An_array_of_scores_has_their_ids_and_metrics()
    {
        var table = await ReadAsync("c.json", "[\n{\"id\":\"x\",\"metrics\":{\"entropy.mean\":1.5}}]");

        Assert.True(table.HasIds);
        Assert.Equal(["x"], table.Ids);
        Assert.Equal([1.5], table.Numbers("entropy.mean"));
    }

    [Theory]
    [InlineData("d.csv", "a,b\n", "no row")]
    [InlineData("d.csv", "", "no row")]
    [InlineData("d.json", "{\n \"results\": []}", "no list")]
    [InlineData("d.json", "{\n \"results\": [", "broken JSON")]
    [InlineData("d.json", "{\n \"results\": [1]}", "not an object")]
    [InlineData("d.txt", "just a text", "plain text")]
    public async Task What_is_no_table_is_refused_and_says_why(string name, string content, string why) =>
        Assert.Contains(
            why,
            (await Assert.ThrowsAsync<AnalysisException>(() => ReadAsync(name, content))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Questions_that_a_table_cannot_answer_name_what_it_has()
    {
        var table = await ReadAsync("e.csv", "entropy,label\n1,yes\n2,no\n");
        Refused("\"varentropy\"; it has \"entropy\", \"label\"", () => table.Numbers("varentropy"));
        Refused("\"yes\" in row 1, where a number", () => table.Numbers("label"));
        Refused("outcomes are true, false, 1 or 0", () => table.Outcomes("label"));

        static void Refused(string why, Func<object> ask) =>
            Assert.Contains(why, Assert.Throws<AnalysisException>(ask).Message, StringComparison.Ordinal);
    }

    private Task<ScoreTable> ReadAsync(string name, string content)
    {
        File.WriteAllText(_folder[name], content);
        return TableFile.ReadAsync(_folder[name], TestContext.Current.CancellationToken);
    }
}
