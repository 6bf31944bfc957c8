using CsCheck;
using FluxEntropy.Exports;

namespace FluxEntropy.Tests.Exports;

/// <summary>Token shards, read back by a reader that shares nothing with the writer.</summary>
public class TokenShardWriterTests
{
    [Fact]
    public void Shards_are_exact_to_the_byte() =>
        Gen.Select(Gen.UInt[0, 65535].Array[0, 40].Array[0, 30], Gen.Int[1, 50], Gen.Bool)
            .Sample(
                (documents, shardTokens, isWide) =>
                {
                    using var folder = new TemporaryFolder();
                    var layout = isWide ? TokenLayout.Llama3 : TokenLayout.Gpt2;
                    using var writer = new TokenShardWriter(layout, layout.Separator, shardTokens, shard =>
                        Path.Combine(folder.Path, $"x_train_{shard + 1:D6}.bin")
                    );
                    foreach (var document in documents)
                        writer.Add(document);
                    writer.Finish();

                    var expected = documents
                        .SelectMany(document =>
                            document is [var first, .. var rest] && first == layout.Separator
                                ? [first, .. rest]
                                : new[] { (uint)layout.Separator }.Concat(document)
                        )
                        .ToArray();
                    var read = new List<uint>();
                    var files = Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToArray();
                    for (var i = 0; i < files.Length; i++)
                    {
                        Assert.Equal($"x_train_{i + 1:D6}.bin", Path.GetFileName(files[i]));
                        var bytes = File.ReadAllBytes(files[i]);
                        var tokens = Int32At(bytes, 8);
                        var width = isWide ? 4 : 2;
                        Assert.Equal(isWide ? 20240801 : 20240520, Int32At(bytes, 0));
                        Assert.Equal(isWide ? 7 : 1, Int32At(bytes, 4));
                        Assert.All(bytes[12..1024], zero => Assert.Equal(0, zero));
                        Assert.Equal(1024 + width * tokens, bytes.Length);
                        Assert.True(
                            i == files.Length - 1 ? tokens >= 1 && tokens <= shardTokens : tokens == shardTokens
                        );
                        for (var at = 1024; at < bytes.Length; at += width)
                            read.Add(isWide ? (uint)Int32At(bytes, at) : (uint)(bytes[at] | (bytes[at + 1] << 8)));
                    }
                    Assert.Equal(expected, read);
                    Assert.Equal(expected.LongLength, writer.Tokens);
                    Assert.Equal(files, writer.Shards.Select(shard => shard.Path));
                },
                iter: 60
            );

    [Fact]
    public void A_token_that_does_not_fit_is_refused_and_nothing_of_its_document_is_written()
    {
        using var folder = new TemporaryFolder();
        using var writer = new TokenShardWriter(TokenLayout.Gpt2, 50256, 100, _ => Path.Combine(folder.Path, "x.bin"));
        writer.Add([1, 2]);
        Assert.Contains(
            "token 65536 does not fit",
            Assert.Throws<InvalidDataException>(() => writer.Add([3, 65536])).Message
        );
        writer.Finish();
        Assert.Equal(1024 + 2 * 3, new FileInfo(Path.Combine(folder.Path, "x.bin")).Length);
    }

    [Fact]
    public void A_shard_that_is_not_complete_has_no_name()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new TokenShardWriter(TokenLayout.Gpt2, 50256, 100, _ => Path.Combine(folder.Path, "x.bin")))
            writer.Add([1, 2]);
        Assert.False(File.Exists(Path.Combine(folder.Path, "x.bin")));
    }

    private static int Int32At(byte[] bytes, int at) =>
        bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}
