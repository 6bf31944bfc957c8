using FluxEntropy.Server.Storage;
using FluxEntropy.Server.Tests.Golden;
using FluxEntropy.Storage;

namespace FluxEntropy.Server.Tests.Verification;

/// <summary>
/// Files of every kind are damaged in five ways, one at a time, in folders that a real server left. What passes is what
/// docs/verification.md names.
/// </summary>
public sealed class DamageTests
{
    private static readonly (string Name, string Damage, Func<byte[], byte[]?> Apply)[] Ways =
    [
        ("first byte flipped", "flipped", bytes => Flipped(bytes, 0)),
        ("middle byte flipped", "flipped", bytes => Flipped(bytes, bytes.Length / 2)),
        ("last byte flipped", "flipped", bytes => Flipped(bytes, bytes.Length - 1)),
        ("cut in half", "cut", bytes => bytes[..(bytes.Length / 2)]),
        ("removed", "removed", _ => null),
    ];

    [Theory]
    [MemberData(nameof(GoldenFolder.Names), MemberType = typeof(GoldenFolder))]
    public async Task What_is_damaged_is_found_unless_the_table_says_otherwise(string name)
    {
        using var copy = new TemporaryFolder();
        GoldenFolder.Find(name).CopyData(copy["data"]);
        Assert.Equal("", await ProblemsAsync(copy["data"]));
        var (table, passed, tried) = (ProvedFiles.Read(), new List<string>(), 0);
        foreach (var path in Chosen(copy["data"], table))
        {
            var file = Path.Combine(copy["data"], path);
            var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var (way, damage, apply) in whole.Length == 0 ? Ways[^1..] : Ways)
            {
                if (apply(whole) is { } damaged)
                    await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);
                else
                    File.Delete(file);
                if (!table.MayPass(path, damage, whole.Length) && await ProblemsAsync(copy["data"]) == "")
                    passed.Add($"{path}: {way}");
                tried++;
            }
            await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        }

        Assert.True(passed.Count == 0, string.Join('\n', passed));
        Assert.InRange(tried, 100, int.MaxValue);
        Assert.Equal("", await ProblemsAsync(copy["data"]));
    }

    // The first and the last of each kind in each folder of a corpus or a session: the others are damaged alike.
    private static IEnumerable<string> Chosen(string data, ProvedFiles table) =>
        Directory
            .GetFiles(data, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(data, path))
            .Order(StringComparer.Ordinal)
            .GroupBy(path => (table.KindOf(path), string.Join('/', path.Split('/').Take(2))))
            .SelectMany(kind => new[] { kind.First(), kind.Last() }.Distinct());

    private static async Task<string> ProblemsAsync(string data)
    {
        try
        {
            var report = await StoppedFolder.VerifyAsync(
                data,
                cancellationToken: TestContext.Current.CancellationToken
            );
            return string.Join('\n', report.Problems);
        }
        catch (DataFolderException refused)
        {
            return refused.Message;
        }
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var damaged = (byte[])bytes.Clone();
        damaged[at] ^= 0x10;
        return damaged;
    }
}
