using FluxEntropy.Storage;
using FluxEntropy.Verification;

namespace FluxEntropy.Tests.Verification;

/// <summary>
/// One bit is flipped, anywhere: in turn in every file of a sound folder, at places that a seed chooses. Left out are the files
/// that a lock or a process id is kept in, which hold nothing, and indexes, which are made anew from the log: a bit in a page
/// that SQLite does not use changes nothing that is read.
/// </summary>
public sealed class FlippedBitTests
{
    private const int PlacesAFile = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_flipped_bit_is_found_in_whatever_file_it_is(int seed)
    {
        using var sample = await SampleFolder.CreateAsync();
        Assert.True(await IsSoundAsync(sample), "the folder is sound before");
        var random = new Random(seed);
        var files = 0;
        foreach (
            var path in Directory.GetFiles(sample.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        )
        {
            if (
                Path.GetFileName(path) is DataLayout.Lock or DataLayout.ProcessId
                || path.Contains("/index/", StringComparison.Ordinal)
            )
                continue;
            var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
            if (bytes.Length == 0)
                continue;
            files++;
            for (var place = 0; place < PlacesAFile; place++)
            {
                var (at, bit) = (random.Next(bytes.Length), random.Next(8));
                var damaged = (byte[])bytes.Clone();
                damaged[at] ^= (byte)(1 << bit);
                await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
                Assert.False(
                    await IsSoundAsync(sample),
                    $"bit {bit} of byte {at} of {bytes.Length} of {path} was flipped, and nothing was found"
                );
            }
            await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        }
        Assert.InRange(files, 30, 1000);
        Assert.True(await IsSoundAsync(sample), "the folder is sound after");
    }

    private static async Task<bool> IsSoundAsync(SampleFolder sample)
    {
        try
        {
            using var folder = DataFolder.OpenStopped(sample.Root);
            return (await DataFolderVerifier.VerifyAsync(folder)).IsSound;
        }
        catch (DataFolderException)
        {
            return false; // it is refused with a message
        }
    }
}
