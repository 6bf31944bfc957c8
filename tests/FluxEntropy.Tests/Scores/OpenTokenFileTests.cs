using CsCheck;
using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Scores;

public class OpenTokenFileTests
{
    private const string Path = "tokens/000001";

    [Fact]
    public async Task Rows_read_in_place_are_those_of_the_whole_file() =>
        await Gen.Select(Gen.Int[0, 70_000].Array[0, 30].Array[1, 20], Gen.Int[0, 1000], Gen.Bool)
            .SampleAsync(
                async (rows, firstRow, isKnown) =>
                {
                    using var folder = new TemporaryFolder();
                    var store = new LocalFileStore(folder.Path);
                    await store.PublishAsync(Path, TokenFile.Encode(firstRow, rows));
                    using var file = await OpenTokenFile.OpenAsync(store, Path, isKnown);
                    Assert.Equal(firstRow, file.FirstRow);
                    for (var i = 0; i < rows.Length; i++)
                    {
                        Assert.Equal(rows[i].Length, file.Length(firstRow + i));
                        var from = rows[i].Length / 3;
                        var tokens = new int[rows[i].Length - from];
                        await file.CopyToAsync(firstRow + i, from, tokens);
                        Assert.Equal(rows[i][from..], tokens);
                    }
                    await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () =>
                        await file.CopyToAsync(firstRow, 0, new int[rows[0].Length + 1])
                    );
                },
                iter: 30
            );

    [Fact]
    public async Task A_file_that_is_damaged_is_found_when_it_is_first_opened_and_one_that_was_cut_later_too()
    {
        using var folder = new TemporaryFolder();
        var store = new LocalFileStore(folder.Path);
        var bytes = TokenFile.Encode(
            0,
            [
                [1, 2, 3],
                [4, 5],
            ]
        );
        bytes[^12] ^= 1;
        await store.PublishAsync(Path, bytes);
        await Assert.ThrowsAsync<InvalidDataException>(() => OpenTokenFile.OpenAsync(store, Path, isKnown: false));
        File.WriteAllBytes(store.FullPath(Path), bytes[..40]);
        using var cut = await OpenTokenFile.OpenAsync(store, Path, isKnown: true);
        await Assert.ThrowsAsync<InvalidDataException>(async () => await cut.CopyToAsync(1, 0, new int[2]));
        File.WriteAllBytes(store.FullPath(Path), bytes[..30]);
        await Assert.ThrowsAsync<InvalidDataException>(() => OpenTokenFile.OpenAsync(store, Path, isKnown: true));
    }
}
