using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using static FluxEntropy.Tests.Sources.ParquetBytes;
using static FluxEntropy.Tests.Sources.SourceFolder;

namespace FluxEntropy.Tests.Sources;

/// <summary>Pages as some writers make them, and others do not.</summary>
public sealed class ParquetPageTests : IDisposable
{
    private const int DeltaBinaryPacked = 5;
    private const int RleDictionary = 8;

    private readonly SourceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(new byte[] { 0, 6 })] // one run of three
    [InlineData(new byte[] { 0 })] // no run at all
    public async Task A_dictionary_of_one_value_needs_no_indices(byte[] indices)
    {
        var column = Strings("m") with { Encoding = RleDictionary, Values = indices, Dictionary = Plain("en") };

        Assert.Equal("en en en", await Values(column, 3));
    }

    [Fact]
    public async Task An_index_that_is_missing_is_damage()
    {
        var column = Strings("text") with { Encoding = RleDictionary, Values = [], Dictionary = Plain("en") };

        Assert.Contains(
            "damaged",
            (await Rejection(_folder.Write("a.parquet", File(3, column)))).Reason,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_row_group_may_have_tens_of_millions_of_rows()
    {
        var column = Strings("text") with { Encoding = RleDictionary, Values = [0], Dictionary = Plain("en") };
        var sources = SourceSet.Open([_folder.Write("a.parquet", File(50_000_000, column))]);

        var first = await sources
            .ReadAsync(new(), TestContext.Current.CancellationToken)
            .FirstAsync(TestContext.Current.CancellationToken);

        Assert.Equal("en", Assert.IsType<SourceDocument>(first).Text);
    }

    [Fact]
    public async Task A_page_without_values_is_passed_over()
    {
        var column = new Column("m", TypeInt64, DeltaBinaryPacked, Delta(1, 2, 3)) { EmptyPages = 2 };

        Assert.Equal("1 2 3", await Values(column, 3));
    }

    [Theory]
    [InlineData(1)] // Snappy
    [InlineData(2)] // gzip
    [InlineData(4)] // Brotli
    [InlineData(6)] // Zstandard
    [InlineData(7)] // LZ4_RAW
    public async Task A_page_of_nulls_alone_holds_nothing_to_decompress(int codec)
    {
        var column = Strings("m") with { Codec = codec, Levels = [6, 0], Values = [0] };

        var documents = await Documents(_folder.Write("a.parquet", File(3, Strings("text", "a", "b", "c"), column)));

        Assert.All(documents, document => Assert.Empty(document.Metadata));
        Assert.Equal(3, documents.Count);
    }

    private async Task<string> Values(Column column, int rows)
    {
        var texts = Strings("text", [.. Enumerable.Repeat("x", rows)]);
        var documents = await Documents(_folder.Write("a.parquet", File(rows, texts, column)));
        return string.Join(' ', documents.Select(document => document.Metadata[column.Name]));
    }
}
